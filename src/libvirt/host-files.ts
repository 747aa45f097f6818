import { join } from 'node:path/posix';
import type { VmSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import type { VmFolder } from '../vm-process/index.js';

/** The files of a VM on its host. */
export interface HostFileList {
  /** Files that QEMU opens itself. */
  readonly opened: readonly string[];
  /** These and the disks, which an overlay's backing chain may lead to. */
  readonly all: readonly string[];
  readonly blockDevices: ReadonlySet<string>;
}

export async function listFiles(spec: VmSpec, runner: Runner): Promise<HostFileList> {
  const { boot, disks } = spec;
  const bootFiles = boot.type === 'kernel' ? [boot.vmlinux ?? boot.kernel, boot.initrd] : [];
  const opened = bootFiles.filter((path) => path !== undefined);
  const kinds = await Promise.all(disks.map(({ path }) => runner.files.stat(path)));
  const blockDevices = disks.filter((_, index) => kinds[index]?.kind === 'block').map(({ path }) => path);
  return {
    opened,
    all: [...new Set([...opened, ...disks.map(({ path }) => path)])],
    blockDevices: new Set(blockDevices),
  };
}

/** Another name of a file. A file that the guest writes to is never copied. */
export interface FileLink {
  readonly path: string;
  readonly link: string;
  readonly written: boolean;
}

/**
 * Where the QEMU of the system's daemon, which has a user of its own, finds files that only we can reach: under other names
 * in a folder where it may look, whose owner libvirt changes for as long as the VM runs. Devices stay where they are; a seed disk is there already.
 */
export function linkedFiles(
  { all, blockDevices }: HostFileList,
  { disks }: VmSpec,
  { state }: VmFolder,
): FileLink[] {
  const there = new Set(disks.filter(({ seed }) => seed === true).map(({ path }) => path));
  const written = new Set(disks.filter(({ access }) => access === 'write').map(({ path }) => path));
  return all
    .filter((path) => !blockDevices.has(path) && !there.has(path))
    .map((path, index) => ({ path, link: join(state, `file.${index}`), written: written.has(path) }));
}
