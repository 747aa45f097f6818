import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { DeviceList } from '../engine/device-list.js';
import type { Machine } from '../engine/engine.js';
import type { CpuShare, LiveControls, MigrationTarget } from '../engine/live-controls.js';
import type { SavedRecord } from '../engine/saved-vm.js';
import type { BridgedInterface, DiskSpec } from '../engine/vm-spec.js';
import {
  addedOverlayFile,
  type DiskShape,
  makeOverlay,
  type RunningVm,
  refuseReadOnlyQcow2,
  removeOverlay,
  SLOTS,
  shapeOf,
  withProgress,
} from '../vm-process/index.js';
import { schedulerOf } from './config.js';
import { currentSpec } from './current-spec.js';
import { deviceList } from './device-list.js';
import { nicOf, pciOf } from './devices.js';
import { migrate } from './migrate.js';

/** `xvda` to `xvdz`; the toolstack chooses. */
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
    refuseReadOnlyQcow2(disk);
    const { runner, folder, qmp } = this.#vm;
    if (disk.access === 'write' && runner.hostId !== 'local') {
      throw new VmError(
        'VM_UNSUPPORTED',
        `${disk.path} is a file of this machine, so a VM elsewhere cannot write to it`,
      );
    }
    const used = await qmp.execute('x-xen-disks');
    if (used.length >= MOST_DISKS)
      throw new VmError('VM_UNSUPPORTED', `a VM has at most ${MOST_DISKS} disks`);
    const file = await runner.files.stage(disk.path, { signal: op.signal });
    if (disk.access !== 'overlay')
      return this.#plugIn(shapeOf({ ...disk, path: file }, ''), file, disk.access);
    // A name of its own: which one the disk gets is known when it is there.
    const overlay = addedOverlayFile(folder);
    await makeOverlay(runner, folder, overlay, { ...disk, path: file }, op);
    try {
      return await this.#plugIn(shapeOf(disk, overlay), file, 'read');
    } catch (error) {
      await removeOverlay(runner, overlay);
      throw error;
    }
  }

  /** `file`: what the disk is made of. */
  async #plugIn(shape: DiskShape, file: string, lock: 'read' | 'write'): Promise<string> {
    const { path, format, writable } = shape;
    const mode = writable ? 'write' : 'read';
    return (await this.#vm.qmp.execute('x-xen-disk-add', { path, format, mode, file, lock })).vdev;
  }

  async removeDisk(name: string): Promise<void> {
    const { runner, qmp } = this.#vm;
    const { path, file } = await qmp.execute('x-xen-disk-remove', { vdev: name });
    if (path !== file) await removeOverlay(runner, path);
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

  async devices(): Promise<DeviceList> {
    const { qmp, spec, folder } = this.#vm;
    const agents = spec.agent === true ? SLOTS : [];
    const channels = agents.map((slot) => ({ name: `hvc${slot + 1}`, path: folder.agent(slot) }));
    return deviceList(await qmp.execute('x-xen-config'), channels);
  }

  dumpCore(path: string, op: Operation): Promise<void> {
    return this.#abortable('x-xen-core-dump-abort', op, () =>
      this.#vm.qmp.execute('x-xen-core-dump', { path }),
    );
  }

  async save(path: string, op: Operation, onProgress?: ProgressListener): Promise<void> {
    const { qmp, spec } = this.#vm;
    const now = await op.race(qmp.execute('x-xen-config'));
    const record: SavedRecord = { engine: 'xen', spec: currentSpec(spec, now, 'saved') };
    const work = { step: 'save' as const, message: `saving ${spec.name}` };
    await withProgress(qmp.events, work, onProgress, () =>
      this.#abortable('x-xen-save-abort', op, () =>
        qmp.execute('x-xen-save', { path, record: JSON.stringify(record) }),
      ),
    );
  }

  migrate(target: MigrationTarget, op: Operation, onProgress?: ProgressListener): Promise<Machine> {
    return migrate(this.#vm, target, op, onProgress);
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
