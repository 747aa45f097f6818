import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messageOf, VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { runTool } from '../host/command.js';
import { isElf } from './elf.js';
import { decodeLz4Legacy, LZ4_LEGACY_MAGIC } from './lz4.js';

/** No kernel is larger when unpacked; a wrong size field must not take the memory of the process. */
const MAX_KERNEL = 1024 * 1024 * 1024;

type Compression = 'gzip' | 'lz4' | 'zstd' | 'xz' | 'none';

function compressionOf(payload: Buffer): Compression | undefined {
  if (isElf(payload)) return 'none';
  if (payload.length < 8) return undefined;
  if (payload.readUInt16BE(0) === 0x1f8b) return 'gzip';
  if (payload.readUInt32LE(0) === LZ4_LEGACY_MAGIC) return 'lz4';
  if (payload.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  return payload.toString('latin1', 0, 6) === '\xfd7zXZ\0' ? 'xz' : undefined;
}

/**
 * Unpacks the payload of a bzImage. All compressions but gzip, which has its own, are followed by the unpacked
 * size in 32 bits. Undefined when the compression is none that we know (bzip2, lzma, lzo).
 * @param scratch a folder for temporary files
 */
export async function unpackPayload(
  op: Operation,
  payload: Buffer,
  scratch: string,
): Promise<Buffer | undefined> {
  const compression = compressionOf(payload);
  if (compression === undefined) return undefined;
  if (compression === 'none') return payload;
  const body = payload.subarray(0, -4);
  const size = payload.readUInt32LE(payload.length - 4);
  if (size > MAX_KERNEL) throw new VmError('IMAGE_INVALID', `the kernel claims to unpack to ${size} bytes`);
  try {
    if (compression === 'gzip') return await promisify(gunzip)(payload, { maxOutputLength: MAX_KERNEL });
    if (compression === 'lz4') return await decodeLz4Legacy(body, size);
  } catch (error) {
    const text = `the ${compression} data in the kernel is damaged: ${messageOf(error)}`;
    throw new VmError('IMAGE_INVALID', text, { cause: error });
  }
  return unpackWithTool(op, compression, body, scratch);
}

async function unpackWithTool(op: Operation, compression: 'zstd' | 'xz', body: Buffer, scratch: string) {
  const suffix = compression === 'xz' ? 'xz' : 'zst';
  const packed = join(scratch, `payload.${suffix}`);
  await writeFile(packed, body);
  await runTool(op, 'unpacking the kernel', {
    argv: [compression, '--decompress', '--quiet', '--force', packed],
    debianPackage: compression === 'xz' ? 'xz-utils' : 'zstd',
  });
  return readFile(join(scratch, 'payload'));
}
