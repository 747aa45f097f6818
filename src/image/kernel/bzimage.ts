import type { KernelExtent } from './min-memory.js';

/** Offsets in the setup header: Linux Documentation/arch/x86/boot.rst, "Details of Header Fields". */
const SETUP_SECTS = 0x1f1;
const BOOT_FLAG = 0x1fe;
const HEADER_MAGIC = 0x202;
const PROTOCOL_VERSION = 0x206;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;
const PREFERRED_ADDRESS = 0x258;
const INIT_SIZE = 0x260;
const HEADER_END = 0x268;

const SECTOR = 512;
/** The first protocol that has payload_offset, and the first that has init_size. */
const PROTOCOL_WITH_PAYLOAD = 0x208;
const PROTOCOL_WITH_INIT_SIZE = 0x20a;

/** The setup header of a bzImage. */
export interface BzImage {
  readonly payload: { readonly offset: number; readonly length: number } | undefined;
  /** Where the kernel needs memory while it unpacks itself. */
  readonly extent: KernelExtent;
}

export function isBzImage(file: Buffer): boolean {
  return (
    file.length >= HEADER_END &&
    file.readUInt16LE(BOOT_FLAG) === 0xaa55 &&
    file.toString('latin1', HEADER_MAGIC, HEADER_MAGIC + 4) === 'HdrS'
  );
}

/** Reads the header of a file for which {@link isBzImage} holds; `length` is the size of the whole file. */
export function readBzImage(header: Buffer, length: number): BzImage | { readonly truncatedTo: number } {
  const protocol = header.readUInt16LE(PROTOCOL_VERSION);
  const setupSectors = header[SETUP_SECTS] || 4; // 0 means 4 for historical reasons, says boot.rst
  const kernelStart = (setupSectors + 1) * SECTOR;
  const start = protocol >= PROTOCOL_WITH_INIT_SIZE ? Number(header.readBigUInt64LE(PREFERRED_ADDRESS)) : 0;
  const extent = { start, end: start === 0 ? 0 : start + header.readUInt32LE(INIT_SIZE) };
  if (protocol < PROTOCOL_WITH_PAYLOAD) return { payload: undefined, extent };
  const offset = kernelStart + header.readUInt32LE(PAYLOAD_OFFSET);
  const size = header.readUInt32LE(PAYLOAD_LENGTH);
  if (offset + size > length) return { truncatedTo: offset + size };
  return { payload: size === 0 ? undefined : { offset, length: size }, extent };
}
