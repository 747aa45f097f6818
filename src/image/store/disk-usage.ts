import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** POSIX counts allocated space in these, whatever the file system's block size is. */
const STAT_BLOCK = 512;

/** Bytes that a folder's files take on disk; holes of sparse files do not count. */
export async function allocatedBytes(directory: string): Promise<number> {
  let total = 0;
  for (const name of await readdir(directory, { recursive: true })) {
    total += (await stat(join(directory, name))).blocks * STAT_BLOCK;
  }
  return total;
}
