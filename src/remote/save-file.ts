import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { errnoOf, VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import { transferTeller } from './transfer.js';

/** A file of a host on its way here. */
export interface IncomingFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** The content from its beginning; a chunk stays as it is until the next one is asked for. */
  readonly chunks: AsyncIterable<Buffer>;
  /** SHA-256 of the content in hexadecimal; undefined when nobody knows it. */
  readonly sha256: Promise<string> | undefined;
}

/**
 * Saves a file under a temporary name, compares its digest and renames it: `target` has all of it or is as before.
 * Long runs of zeros become holes.
 */
export async function saveFile(
  file: IncomingFile,
  target: string,
  progress: ProgressListener | undefined,
  op: Operation,
): Promise<void> {
  const temporary = `${target}.${randomBytes(6).toString('hex')}.part`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      const found = await receive(file, handle, progress, op);
      const expected = file.sha256 === undefined ? found : await op.race(file.sha256);
      if (found !== expected) throw mismatch(file.path, expected, found);
      await handle.chmod(file.mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    op.throwIfAborted();
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw errnoOf(error) === 'ENOSPC' ? noSpace(file.path, target, error) : error;
  }
}

/** Digest of what was received. */
async function receive(
  { path, size, chunks }: IncomingFile,
  handle: FileHandle,
  progress: ProgressListener | undefined,
  op: Operation,
): Promise<string> {
  const tell = transferTeller({ step: 'download', name: basename(path), total: size, progress });
  const hash = createHash('sha256');
  let at = 0;
  for await (const chunk of chunks) {
    op.throwIfAborted();
    hash.update(chunk);
    if (!isZero(chunk)) await handle.write(chunk, 0, chunk.length, at);
    at += chunk.length;
    tell(chunk.length);
  }
  if (at !== size) {
    throw new VmError('HOST_COMMAND_FAILED', `${path} changed its size while it was downloaded`);
  }
  await handle.truncate(size);
  tell(0, true);
  return hash.digest('hex');
}

/** Compares with itself, one byte further: no second buffer of zeros is needed. */
export function isZero(data: Buffer): boolean {
  return data.length === 0 || (data[0] === 0 && data.subarray(1).equals(data.subarray(0, -1)));
}

function mismatch(path: string, expected: string, found: string): VmError {
  return new VmError('IMAGE_DIGEST_MISMATCH', `${path} has the SHA-256 ${found} here and not ${expected}`, {
    remedy: 'Do not change the file while it is downloaded; otherwise check the disks.',
  });
}

function noSpace(path: string, target: string, cause: unknown): VmError {
  return new VmError('DISK_FULL', `no space left for ${path} (as ${target})`, {
    cause,
    errno: 'ENOSPC',
    remedy: 'Free space on this machine, or save the file elsewhere.',
  });
}
