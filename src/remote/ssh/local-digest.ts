import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { isZero } from '../save-file.js';
import { REQUEST_SIZE } from './sftp.js';

/** What identifies a file and verifies its copy. */
export interface FileDigest {
  /** SHA-256 of all that is not a hole, in hexadecimal: what the host compares. Blocks of zeros are neither sent nor hashed there. */
  readonly data: string;
  /** SHA-256 of the content. For a file with holes: of `data` and where the holes are, as nobody wants to hash 10 GiB of zeros. */
  readonly content: string;
}

/** By what identifies a file's content, so that an unchanged file is read once. */
const known = new Map<string, FileDigest>();
const MAX_KNOWN = 256;

/** The digest of a local file. */
export async function digestOfFile(path: string, signal: AbortSignal): Promise<FileDigest> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  const key = [dev, ino, size, mtimeNs, ctimeNs].join(':');
  const before = known.get(key);
  if (before !== undefined) return before;
  const file = await open(path, 'r');
  try {
    const digest = await digestOf(file, signal);
    known.set(key, digest);
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    return digest;
  } finally {
    await file.close();
  }
}

async function digestOf(file: FileHandle, signal: AbortSignal): Promise<FileDigest> {
  const hash = createHash('sha256');
  const holes: number[] = [];
  const block = Buffer.allocUnsafe(REQUEST_SIZE);
  let size = 0;
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(block, 0, block.length, size);
    if (bytesRead === 0) break;
    const data = block.subarray(0, bytesRead);
    if (isZero(data)) holes.push(size);
    else hash.update(data);
    size += bytesRead;
  }
  const data = hash.digest('hex');
  if (holes.length === 0) return { data, content: data };
  const place = `${data} ${REQUEST_SIZE} ${size} ${holes.join(' ')}`;
  return { data, content: createHash('sha256').update(place).digest('hex') };
}
