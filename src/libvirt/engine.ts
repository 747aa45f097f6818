import type { Operation } from '../core/operation.js';
import type { KvmProbe } from '../engine/choose-kvm.js';
import type { Engine, EngineReport, Machine, MachineSummary } from '../engine/engine.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import type { LibvirtDriver } from './driver.js';
import { listFolders, sweepFolders } from './list-script.js';

/** What the engine needs from other folders, and which libvirt it is for. */
export interface LibvirtEngineOptions {
  /** Says whether KVM really runs guests on the host. */
  readonly probeKvm: KvmProbe;
  /** As on the host itself: `qemu:///system`. Absent: what is usual for the user there. */
  readonly uri?: string;
  /** List and attach to domains that others made, too. */
  readonly foreign?: boolean;
}

/** Runs VMs as domains of a host's libvirt. */
export class LibvirtEngine implements Engine {
  readonly name = 'libvirt';
  readonly #options: LibvirtEngineOptions;
  #driver: Promise<LibvirtDriver> | undefined;

  constructor(options: LibvirtEngineOptions) {
    this.#options = options;
  }

  async probe(runner: Runner, op: Operation): Promise<EngineReport> {
    return (await this.#loaded()).probe(runner, op);
  }

  async create(runner: Runner, spec: VmSpec, op: Operation, seed?: Uint8Array): Promise<Machine> {
    return (await this.#loaded()).create(runner, spec, op, seed);
  }

  /** Where there is nothing of ours nobody connects, as that could start libvirt's daemon, and its binding is not loaded. */
  async list(runner: Runner, op: Operation): Promise<MachineSummary[]> {
    const facts = await op.race(runner.facts());
    if (facts.platform !== 'linux') return [];
    const folders = await listFolders(runner, facts, op.signal);
    if (this.#options.foreign === true || folders.some(({ pid }) => pid !== 0)) {
      return (await this.#loaded()).list(runner, facts, folders, op);
    }
    const dead = folders.filter(({ held }) => !held);
    await op.race(sweepFolders(runner, facts, dead));
    return [];
  }

  async attach(runner: Runner, id: string, op: Operation): Promise<Machine> {
    return (await this.#loaded()).attach(runner, id, op);
  }

  #loaded(): Promise<LibvirtDriver> {
    this.#driver ??= import('./driver.js').then(({ LibvirtDriver }) => new LibvirtDriver(this.#options));
    return this.#driver;
  }
}

/** Runs VMs with the host's libvirt. */
export function createLibvirtEngine(options: LibvirtEngineOptions): Engine {
  return new LibvirtEngine(options);
}
