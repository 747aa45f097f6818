import { open } from 'node:fs/promises';
import { VmError } from '../../core/errors.js';
import type { DiskFormat } from '../types.js';
import { type FileRole, requireFile } from './readable.js';

/** Magic bytes at the start of formats that are not raw; only qcow2 is supported. */
const MAGICS: readonly (readonly [string, Buffer])[] = [
  ['qcow2', Buffer.from('QFI\xfb', 'latin1')],
  ['vmdk', Buffer.from('KDMV')],
  ['vhdx', Buffer.from('vhdxfile')],
  ['vdi', Buffer.from('<<< ')],
  ['vhd', Buffer.from('conectix')],
];
/** Bytes that are read to tell: the first ones, up to the end of the ext superblock's magic and the GPT header. */
const HEAD = 4096;

/** The format of a disk file by its first bytes; what has no known magic is raw. */
export async function detectDiskFormat(path: string): Promise<DiskFormat> {
  return (await inspectDisk('disk', path, 'read', undefined)).format;
}

/** A disk file that can be used, and the first bytes of it. */
export interface DiskFile {
  readonly path: string;
  readonly size: number;
  readonly format: DiskFormat;
  readonly head: Buffer;
}

/** Opens a disk file, checks that it is what `format` says, or finds out. */
export async function inspectDisk(
  role: FileRole,
  given: string,
  mode: 'read' | 'write',
  format: DiskFormat | undefined,
): Promise<DiskFile> {
  const { path, size, blockDevice } = await requireFile(role, given, mode);
  const head = await readHead(path);
  if (head.length < 512) throw invalid(`${path} is too small for a disk: ${head.length} bytes`);
  const magic = MAGICS.find(([, bytes]) => head.subarray(0, bytes.length).equals(bytes))?.[0] ?? 'raw';
  if (format === 'qcow2' && magic !== 'qcow2')
    throw invalid(`${path} is not a qcow2 file: it looks like ${magic}`);
  if (format === undefined && magic !== 'raw' && magic !== 'qcow2') {
    throw invalid(`${path} is a ${magic} file; convert it with \`qemu-img convert -O qcow2\``);
  }
  const found = format ?? (magic === 'qcow2' ? 'qcow2' : 'raw');
  if (!blockDevice && found === 'raw' && size % 512 !== 0) {
    throw invalid(
      `${path} is no whole number of 512-byte sectors: ${size} bytes; it is truncated or not a disk`,
    );
  }
  return { path, size, format: found, head };
}

function invalid(message: string): VmError {
  return new VmError('IMAGE_INVALID', message);
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
