import type { Operation } from '../../core/operation.js';
import type { BuildProgress } from '../progress.js';
import type { DiskSource, ResolvedImage } from '../types.js';
import { checkDigest } from './digest.js';
import { inspectDisk } from './disk-format.js';

/** A whole disk that firmware boots. */
export async function resolveDisk(
  op: Operation,
  source: DiskSource,
  progress: BuildProgress,
): Promise<ResolvedImage> {
  const writable = source.writable === true;
  const disk = await inspectDisk('disk', source.disk, writable ? 'write' : 'read', source.format);
  await checkDigest(op, disk, source.sha256, progress);
  return {
    name: source.disk,
    cmdline: [],
    rootDisk: { path: disk.path, format: disk.format, access: writable ? 'write' : 'overlay' },
    firmware: source.firmware ?? 'bios',
    agent: source.agent ?? false,
  };
}
