import { statfs } from 'node:fs/promises';
import { VmError } from '../../core/errors.js';
import { formatSize } from '../../core/size.js';

/**
 * Throws DISK_FULL when `bytes` do not fit into a file system: known before the work starts, and not minutes
 * later when a tool has tried again and again.
 */
export async function requireSpace(directory: string, bytes: number): Promise<void> {
  const { bsize, bavail, bfree } = await statfs(directory);
  const free = bsize * (process.getuid?.() === 0 ? bfree : bavail); // some blocks are root's alone
  if (free >= bytes) return;
  throw new VmError(
    'DISK_FULL',
    `no space left in ${directory}: ${formatSize(bytes)} are needed and ${formatSize(free)} are free`,
  );
}
