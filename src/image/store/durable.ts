import { mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoOf, messageOf, VmError } from '../../core/errors.js';

/** The VmError for a file operation in the cache that failed; errors that already are one stay. */
export function cacheError(error: unknown, directory: string): unknown {
  const errno = errnoOf(error);
  if (errno === undefined || error instanceof VmError) return error;
  if (errno === 'ENOSPC' || errno === 'EDQUOT') {
    return new VmError('DISK_FULL', `no space left in ${directory}`, { cause: error, errno });
  }
  const remedy = 'Set VMWRIGHT_CACHE_DIR to a folder that you may read and write.';
  const text = `cannot use the image cache ${directory}: ${messageOf(error)}`;
  return new VmError('IMAGE_BUILD_FAILED', text, { cause: error, errno, remedy });
}

/** Flushes a file or directory to disk. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Flushes a whole tree, so that a rename of it after this never shows a half-written one after a power cut. */
export async function flushTree(directory: string): Promise<void> {
  for (const item of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, item.name);
    if (item.isDirectory()) await flushTree(path);
    else if (item.isFile()) await flush(path);
  }
  await flush(directory);
}

/** Renames durably; the target's parent must exist. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await flush(dirname(to));
}

/** Writes a small file so that readers see the old or the new content, never a part. One writer at a time. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  await writeFile(temporary, text);
  await flush(temporary);
  await renameDurably(temporary, path);
}
