import { OptionError, VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { agentBoot, buildParts, findParts, rootWords } from '../named.js';
import type { BuildProgress } from '../progress.js';
import { lookUp } from '../store/catalog.js';
import type { ImageStore } from '../store/store.js';
import type { ResolvedImage, RootDiskSource } from '../types.js';
import { checkDigest } from './digest.js';
import { type DiskFile, inspectDisk } from './disk-format.js';

/** The user's root file system under our kernel, initramfs and agent. */
export async function resolveRootDisk(
  op: Operation,
  store: ImageStore,
  source: RootDiskSource,
  progress: BuildProgress,
  seed: boolean,
): Promise<ResolvedImage> {
  const { partition, fstype = 'ext4', init, writable = false } = source;
  if (init?.startsWith('/') === false) throw new OptionError(`init must be an absolute path, not '${init}'`);
  const disk = await inspectDisk('rootDisk', source.rootDisk, writable ? 'write' : 'read', source.format);
  checkLayout(disk, partition);
  await checkDigest(op, disk, source.sha256, progress);
  const base = lookUp('base');
  const parts = (await findParts(store, base)) ?? (await buildParts(op, store, base, progress));
  const boot = await agentBoot(op, store, parts, progress, seed);
  const device = `/dev/vda${partition ?? ''}`;
  return {
    name: source.rootDisk,
    ...boot,
    cmdline: rootWords({ device, fstype, ...(init === undefined ? {} : { init }) }),
    rootDisk: { path: disk.path, format: disk.format, access: writable ? 'write' : 'overlay' },
    agent: true,
  };
}

/** A partition table where a file system should be, or the other way round, is found before anything boots. */
function checkLayout(disk: DiskFile, partition: number | undefined): void {
  if (disk.format !== 'raw') return;
  const gpt = disk.head.toString('latin1', 512, 520) === 'EFI PART';
  const extMagic = disk.head.length >= 0x43a && disk.head.readUInt16LE(0x438) === 0xef53;
  const mbr = disk.head.readUInt16LE(510) === 0xaa55;
  if (partition === undefined && (gpt || (mbr && !extMagic))) {
    throw new VmError('IMAGE_INVALID', `${disk.path} has a partition table, and no partition was named`, {
      remedy: 'Pass the number of the root partition, for example { rootDisk, partition: 1 }.',
    });
  }
  if (partition !== undefined && extMagic && !gpt && !mbr) {
    throw new VmError('IMAGE_INVALID', `${disk.path} is one ext file system without partitions`, {
      remedy: 'Leave out `partition`.',
    });
  }
}
