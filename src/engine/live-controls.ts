import type { Duplex } from 'node:stream';
import type { Operation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { Runner } from '../remote/runner.js';
import type { DeviceList } from './device-list.js';
import type { Machine } from './engine.js';
import type { BridgedInterface, DiskSpec, VmSpec } from './vm-spec.js';

/** A share of the host's CPUs. What is left out stays as it is. */
export interface CpuShare {
  /** Weight against other VMs when the CPUs are busy; 256 is what a VM has that asks for nothing. */
  readonly cpuShares?: number;
  /** CPUs that it may use at most, 0.5 for half of one; 0: no limit. */
  readonly cpuLimit?: number;
}

/** Where a VM is to go on. */
export interface MigrationTarget {
  readonly runner: Runner;
  /** The VM as it is to be there: its new id and name; paths are those of its old host. */
  readonly spec: VmSpec;
  /** As {@link Engine.receive} of the engine there. */
  receive(spec: VmSpec, open: () => Promise<Duplex>, op: Operation): Promise<Machine>;
}

/** What some engines can change of a machine that runs, see the features of the same names. */
export interface LiveControls {
  /** Feature `resizeCpus`. `count`: of the CPUs that it was created with. Returns once the guest is asked. */
  setCpus(count: number, op: Operation): Promise<void>;
  /** Feature `cpuShares`. */
  limitCpus(share: CpuShare, op: Operation): Promise<void>;
  /** Feature `cpuAffinity`. For each of its CPUs, in order, those of the host on which it may run. */
  pinCpus(affinity: readonly (readonly number[])[], op: Operation): Promise<void>;
  /** Feature `hotplug`. Gives the disk's name in the guest: `xvdb`. */
  addDisk(disk: DiskSpec, op: Operation): Promise<string>;
  /** Takes back a disk that was added; the guest must have let go of it. */
  removeDisk(name: string, op: Operation): Promise<void>;
  addNetwork(network: BridgedInterface, op: Operation): Promise<void>;
  removeNetwork(mac: string, op: Operation): Promise<void>;
  /** Feature `pci`. `address`: of a device of the host. */
  addPci(address: string, op: Operation): Promise<void>;
  removePci(address: string, op: Operation): Promise<void>;
  /** Feature `deviceList`. */
  devices(op: Operation): Promise<DeviceList>;
  /** Feature `coreDump`. `path`: of a new file on the host. */
  dumpCore(path: string, op: Operation): Promise<void>;
  /** Feature `save`. The machine ends with it. `path`: of a new file on the host. */
  save(path: string, op: Operation, onProgress?: ProgressListener): Promise<void>;
  /**
   * Feature `migrate`. The machine ends with it, and runs on as the one that is returned. If it fails, this one goes on and nothing is
   * left there. `op` only tells when it is to be broken off, which has no effect once the guest has left.
   */
  migrate(target: MigrationTarget, op: Operation, onProgress?: ProgressListener): Promise<Machine>;
}
