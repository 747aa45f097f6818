import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Machine } from '../engine/engine.js';
import type { CpuShare, LiveControls, MigrationTarget } from '../engine/live-controls.js';
import type { SavedRecord } from '../engine/saved-vm.js';
import type { BridgedInterface, DiskSpec } from '../engine/vm-spec.js';
import { makeOverlay, overlayFile, type RunningVm, removeOverlay, xenDiskName } from '../vm-process/index.js';
import { schedulerOf } from './config.js';
import { currentSpec } from './current-spec.js';
import { diskOf, nicOf, pciOf } from './devices.js';
import { migrate } from './migrate.js';

/** `xvda` to `xvdz`. */
const MOST_DISKS = 26;

/** What vmwright-toolstack changes of a running domain. */
export class XenControls implements LiveControls {
  readonly #vm: RunningVm;

  constructor(vm: RunningVm) {
    this.#vm = vm;
  }

  async setCpus(count: number): Promise<void> {
    await this.#vm.qmp.execute('x-xen-set-vcpus', { count });
  }

  async limitCpus(share: CpuShare): Promise<void> {
    await this.#vm.qmp.execute('x-xen-limit-cpus', schedulerOf(share));
  }

  async pinCpus(affinity: readonly (readonly number[])[]): Promise<void> {
    await this.#vm.qmp.execute('x-xen-pin-cpus', { affinity: JSON.stringify(affinity) });
  }

  async addDisk(disk: DiskSpec, op: Operation): Promise<string> {
    const { runner, folder, qmp } = this.#vm;
    if (disk.access === 'write' && runner.hostId !== 'local') {
      throw new VmError(
        'VM_UNSUPPORTED',
        `${disk.path} is a file of this machine, so a VM elsewhere cannot write to it`,
      );
    }
    const path = await runner.files.stage(disk.path, { signal: op.signal });
    const staged = { ...disk, path };
    const used = await qmp.execute('x-xen-disks');
    const index = Array.from({ length: MOST_DISKS }).findIndex(
      (_, each) => !used.includes(xenDiskName(each)),
    );
    if (index < 0) throw new VmError('VM_UNSUPPORTED', `a VM has at most ${MOST_DISKS} disks`);
    const name = xenDiskName(index);
    const overlay = overlayFile(folder, index);
    const own = disk.access === 'overlay';
    if (own) await makeOverlay(runner, folder, overlay, staged, op);
    try {
      const shape = JSON.stringify(diskOf(staged, overlay, name));
      const lock = disk.access === 'write' ? 'write' : 'read';
      await qmp.execute('x-xen-disk-add', { disk: shape, file: path, lock });
    } catch (error) {
      if (own) await removeOverlay(runner, overlay);
      throw error;
    }
    return name;
  }

  async removeDisk(name: string): Promise<void> {
    const { runner, folder, qmp } = this.#vm;
    await qmp.execute('x-xen-disk-remove', { vdev: name });
    await removeOverlay(runner, overlayFile(folder, name.charCodeAt(name.length - 1) - 'a'.charCodeAt(0)));
  }

  async addNetwork(network: BridgedInterface): Promise<void> {
    await this.#vm.qmp.execute('x-xen-nic-add', { nic: JSON.stringify(nicOf(network)) });
  }

  async removeNetwork(mac: string): Promise<void> {
    await this.#vm.qmp.execute('x-xen-nic-remove', { mac });
  }

  async addPci(address: string): Promise<void> {
    await this.#vm.qmp.execute('x-xen-pci-add', { pci: JSON.stringify(pciOf(address)) });
  }

  async removePci(address: string): Promise<void> {
    await this.#vm.qmp.execute('x-xen-pci-remove', { pci: JSON.stringify(pciOf(address)) });
  }

  dumpCore(path: string, op: Operation): Promise<void> {
    return this.#abortable('x-xen-core-dump-abort', op, () =>
      this.#vm.qmp.execute('x-xen-core-dump', { path }),
    );
  }

  async save(path: string, op: Operation): Promise<void> {
    const now = await op.race(this.#vm.qmp.execute('x-xen-config'));
    const record: SavedRecord = { engine: 'xen', spec: currentSpec(this.#vm.spec, now, 'saved') };
    await this.#abortable('x-xen-save-abort', op, () =>
      this.#vm.qmp.execute('x-xen-save', { path, record: JSON.stringify(record) }),
    );
  }

  migrate(target: MigrationTarget, op: Operation): Promise<Machine> {
    return migrate(this.#vm, target, op);
  }

  /** What is under way is broken off by `abort` when the caller wants it no more; it tells itself how it ended. */
  async #abortable(
    abort: 'x-xen-core-dump-abort' | 'x-xen-save-abort',
    op: Operation,
    work: () => Promise<object>,
  ): Promise<void> {
    const stop = () => void this.#vm.qmp.execute(abort).catch(() => {});
    op.signal.addEventListener('abort', stop, { once: true });
    try {
      await work();
    } finally {
      op.signal.removeEventListener('abort', stop);
    }
  }
}
