import { OptionError, VmError } from '../core/errors.js';
import type { CallOptions, Operation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { DeviceList } from '../engine/device-list.js';
import type { Machine } from '../engine/engine.js';
import type { CpuShare, LiveControls } from '../engine/live-controls.js';
import type { EngineName } from '../engine/vm-spec.js';
import { checkedDisk, randomMac } from './build-spec.js';
import type { Host } from './host.js';
import type { Departing, MigrateOptions } from './migrate.js';
import type { BridgeOptions, CpuAffinity, DiskOptions } from './options.js';
import { HOST_PATH, NAME, PCI_ADDRESS, perCpu } from './validate.js';
import {
  validateCpuShare,
  validateCpus,
  validateDisk,
  validateInterface,
  validateSave,
} from './validate-live.js';
import type { Vm } from './vm.js';

/** Options of `vm.save`. */
export interface SaveOptions extends CallOptions {
  /**
   * Told how many bytes of the guest's memory and its overlays are written, step `save`: at most about four times a second. The
   * last event has `done`.
   */
  onProgress?: ProgressListener;
}

/** Runs one call on the VM. */
export type VmCall = <T>(
  name: string,
  options: CallOptions,
  body: (op: Operation) => Promise<T>,
) => Promise<T>;

/** Runs one call that not every engine can do. */
type LiveCall = <T>(
  name: string,
  options: CallOptions,
  body: (live: LiveControls, op: Operation) => Promise<T>,
) => Promise<T>;

function liveCall(machine: Machine, run: VmCall): LiveCall {
  return (name, options, body) =>
    run(name, options, (op) => {
      const done = machine.live?.(op, (controls) => body(controls, op));
      if (done !== undefined) return done;
      throw cannot(machine.engine);
    });
}

const cannot = (engine: EngineName): VmError =>
  new VmError('VM_UNSUPPORTED', `the ${engine} engine cannot do this`);

/** Devices that come and go while the guest runs. VM_UNSUPPORTED on engines without the feature `hotplug`. */
export class VmDevices {
  readonly #machine: Machine;
  readonly #run: VmCall;
  readonly #call: LiveCall;

  /** @internal */
  constructor(machine: Machine, run: VmCall) {
    this.#machine = machine;
    this.#run = run;
    this.#call = liveCall(machine, run);
  }

  /** Everything that the VM has now, whoever gave it; also of a domain that another program made. Feature `deviceList`. */
  async list(call: CallOptions = {}): Promise<DeviceList> {
    const { engine, devices } = this.#machine;
    if (devices === undefined) throw cannot(engine);
    return this.#run('devices.list', call, (op) => devices.call(this.#machine, op));
  }

  /** One more disk; gives its name in the guest: `xvdb`. It stays through reboots and goes with the VM. */
  async addDisk(options: DiskOptions, call: CallOptions = {}): Promise<string> {
    const disk = validateDisk(options);
    return this.#call('addDisk', call, async (live, op) => live.addDisk(await checkedDisk(disk, 'disk'), op));
  }

  /** Takes back a disk that was added, by its name. The guest must have unmounted it. */
  async removeDisk(name: string, call: CallOptions = {}): Promise<void> {
    return this.#call('removeDisk', call, (live, op) => live.removeDisk(name, op));
  }

  /** One more interface; gives its MAC address. */
  async addNetwork(options: BridgeOptions, call: CallOptions = {}): Promise<string> {
    const network = { mac: randomMac(), ...validateInterface(options) };
    await this.#call('addNetwork', call, (live, op) => live.addNetwork(network, op));
    return network.mac;
  }

  /** Takes back an interface that was added. */
  async removeNetwork(mac: string, call: CallOptions = {}): Promise<void> {
    return this.#call('removeNetwork', call, (live, op) => live.removeNetwork(mac, op));
  }

  /** A PCI device of the host, by its address: `0000:03:00.0`; see `pci` of `createVm`. Feature `pci`. */
  async addPci(address: string, call: CallOptions = {}): Promise<void> {
    const checked = PCI_ADDRESS(address, 'address');
    return this.#call('addPci', call, (live, op) => live.addPci(checked, op));
  }

  /** Takes back a PCI device. */
  async removePci(address: string, call: CallOptions = {}): Promise<void> {
    const checked = PCI_ADDRESS(address, 'address');
    return this.#call('removePci', call, (live, op) => live.removePci(checked, op));
  }
}

/** What else can be changed of a VM that runs; `Vm` has the same methods. */
export class VmLive {
  readonly #machine: Machine;
  readonly #run: VmCall;
  readonly #call: LiveCall;
  readonly devices: VmDevices;

  constructor(machine: Machine, run: VmCall) {
    this.#machine = machine;
    this.#run = run;
    this.devices = new VmDevices(machine, run);
    this.#call = liveCall(machine, run);
  }

  async setCpus(count: number, options: CallOptions): Promise<void> {
    const checked = validateCpus(count, this.#machine.spec.cpus);
    return this.#call('setCpus', options, (live, op) => live.setCpus(checked, op));
  }

  async limitCpus(share: CpuShare, options: CallOptions): Promise<void> {
    const checked = validateCpuShare(share);
    return this.#call('limitCpus', options, (live, op) => live.limitCpus(checked, op));
  }

  async pinCpus(affinity: CpuAffinity, options: CallOptions): Promise<void> {
    const checked = perCpu(affinity, this.#machine.spec.cpus, 'affinity');
    return this.#call('pinCpus', options, (live, op) => live.pinCpus(checked, op));
  }

  async rename(name: string, options: CallOptions): Promise<void> {
    const checked = NAME(name, 'name');
    const { engine, rename } = this.#machine;
    if (rename === undefined) throw cannot(engine);
    return this.#run('rename', options, (op) => rename.call(this.#machine, checked, op));
  }

  async dumpCore(path: string, options: CallOptions): Promise<void> {
    const checked = HOST_PATH(path, 'path');
    return this.#call('dumpCore', options, (live, op) => live.dumpCore(checked, op));
  }

  async save(path: string, options: SaveOptions): Promise<void> {
    const checked = HOST_PATH(path, 'path');
    const { onProgress, ...call } = validateSave(options);
    return this.#call('save', call, (live, op) => live.save(checked, op, onProgress));
  }

  async migrate(target: Host, from: Departing, options: MigrateOptions): Promise<Vm> {
    if (typeof target?.receive !== 'function') throw new OptionError('target must be a Host, from `connect`');
    return target.receive(from, options);
  }
}
