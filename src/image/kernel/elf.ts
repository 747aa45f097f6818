import type { KernelExtent } from './min-memory.js';

/** System V ABI, ELF-64 object file format. */
const ELF_MAGIC = 0x464c457f; // "\x7fELF", little endian
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const MACHINE_X86_64 = 62;
const PT_LOAD = 1;
const PT_INTERP = 3;
const PT_NOTE = 4;
/** Xen's include/public/elfnote.h: the 32-bit physical entry point of a PVH kernel. */
const XEN_ELFNOTE_PHYS32_ENTRY = 18;

interface ProgramHeader {
  readonly type: number;
  readonly offset: number;
  readonly physical: number;
  readonly fileSize: number;
  readonly memorySize: number;
}

/** What this library needs to know of an executable. */
export interface ElfFacts {
  readonly x86: boolean;
  /** Needs a dynamic loader. */
  readonly dynamic: boolean;
  /** Physical addresses that its segments occupy: lowest, and highest + 1. */
  readonly extent: KernelExtent;
  /** The PVH entry point, when it has one. */
  readonly pvhEntry: number | undefined;
}

export function isElf(file: Buffer): boolean {
  return file.length >= 64 && file.readUInt32LE(0) === ELF_MAGIC;
}

/** Reads the program headers and notes; undefined when it is no complete little-endian ELF-64 file. */
export function readElf(file: Buffer): ElfFacts | undefined {
  if (!isElf(file) || file[4] !== CLASS_64 || file[5] !== LITTLE_ENDIAN) return undefined;
  const headers = programHeaders(file);
  if (headers === undefined) return undefined;
  const loads = headers.filter((header) => header.type === PT_LOAD && header.memorySize > 0);
  return {
    x86: file.readUInt16LE(18) === MACHINE_X86_64,
    dynamic: headers.some((header) => header.type === PT_INTERP),
    extent: {
      start: loads.reduce((start, { physical }) => Math.min(start, physical), loads[0]?.physical ?? 0),
      end: loads.reduce((end, { physical, memorySize }) => Math.max(end, physical + memorySize), 0),
    },
    pvhEntry: pvhEntry(file, headers),
  };
}

function programHeaders(file: Buffer): ProgramHeader[] | undefined {
  const table = Number(file.readBigUInt64LE(32));
  const size = file.readUInt16LE(54);
  const count = file.readUInt16LE(56);
  if (size < 56 || table + size * count > file.length) return undefined;
  const headers = Array.from({ length: count }, (_, index) => {
    const at = table + index * size;
    return {
      type: file.readUInt32LE(at),
      offset: Number(file.readBigUInt64LE(at + 8)),
      physical: Number(file.readBigUInt64LE(at + 24)),
      fileSize: Number(file.readBigUInt64LE(at + 32)),
      memorySize: Number(file.readBigUInt64LE(at + 40)),
    };
  });
  return headers.every((header) => header.offset + header.fileSize <= file.length) ? headers : undefined;
}

function pvhEntry(file: Buffer, headers: readonly ProgramHeader[]): number | undefined {
  for (const header of headers) {
    if (header.type !== PT_NOTE) continue;
    const notes = file.subarray(header.offset, header.offset + header.fileSize);
    const entry = findXenEntry(notes);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Notes are: name size, descriptor size, type (32 bits each), then name and descriptor, each padded to 4 bytes. */
function findXenEntry(notes: Buffer): number | undefined {
  const pad = (size: number) => (size + 3) & ~3;
  for (let at = 0; at + 12 <= notes.length; ) {
    const nameSize = notes.readUInt32LE(at);
    const size = notes.readUInt32LE(at + 4);
    const data = at + 12 + pad(nameSize);
    if (data + size > notes.length) return undefined;
    const xen = notes.toString('latin1', at + 12, at + 12 + nameSize) === 'Xen\0';
    if (xen && notes.readUInt32LE(at + 8) === XEN_ELFNOTE_PHYS32_ENTRY && size >= 4) {
      return notes.readUInt32LE(data);
    }
    at = data + pad(size);
  }
  return undefined;
}
