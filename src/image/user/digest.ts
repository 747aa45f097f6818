import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import type { BuildProgress } from '../progress.js';

/** Reading in large pieces keeps the event loop's share of a multi-gigabyte digest small. */
const CHUNK = 1024 * 1024;

/** Compares a file's SHA-256 with the expected one, in a stream; IMAGE_DIGEST_MISMATCH shows both. */
export async function checkDigest(
  op: Operation,
  file: { path: string; size: number },
  expected: string | undefined,
  progress: BuildProgress,
): Promise<void> {
  if (expected === undefined) return;
  const message = `checking ${file.path}`;
  const step = progress.start('image.digest', message, { total: file.size, unit: 'bytes' });
  const hash = createHash('sha256');
  let read = 0;
  const count = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      read += chunk.length;
      step.advance(read);
      yield chunk;
    }
  };
  try {
    await pipeline(createReadStream(file.path, { highWaterMark: CHUNK }), count, hash, { signal: op.signal });
  } catch (error) {
    op.throwIfAborted();
    throw error;
  }
  step.done();
  const actual = hash.digest('hex');
  if (actual === expected.toLowerCase()) return;
  throw new VmError(
    'IMAGE_DIGEST_MISMATCH',
    `${file.path} has the SHA-256 ${actual}, not ${expected.toLowerCase()}`,
  );
}
