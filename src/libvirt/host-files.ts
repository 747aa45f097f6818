import { join } from 'node:path/posix';
import type { VmSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import type { VmFolder } from '../vm-process/index.js';

/** The files of a VM on its host. */
export interface HostFileList {
  /** Files that QEMU opens itself. */
  readonly opened: readonly string[];
  /** Files that only an overlay's backing chain leads to. */
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

/**
 * Where the QEMU of the system's daemon, which has a user of its own, finds files that only we can reach: under other names
 * in a folder where it may look, whose owner libvirt changes for as long as the VM runs. A file that the guest is to
 * write stays where it is, as does a device.
 */
export function linkedFiles(
  { opened, all, blockDevices }: HostFileList,
  { disks }: VmSpec,
  { state }: VmFolder,
): Map<string, string> {
  const written = new Set(disks.filter(({ access }) => access === 'write').map(({ path }) => path));
  const linked = all.filter((path) => !written.has(path) && !blockDevices.has(path));
  return new Map(
    linked.map((path, index) => [path, join(state, `${opened.includes(path) ? 'boot' : 'base'}.${index}`)]),
  );
}
