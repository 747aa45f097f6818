import { VmError } from '../core/errors.js';
import { type CallOptions, type Operation, runOperation } from '../core/operation.js';
import type { Engine, EngineReport, MachineSummary } from '../engine/engine.js';
import type { HypervisorReport } from '../engine/hypervisor-report.js';
import { type EngineChoice, type EngineEntry, type EngineWish, selectEngine } from '../engine/select.js';
import type { EngineName, Hypervisor } from '../engine/vm-spec.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { createOnHost } from './create-vm.js';
import { type Departing, type MigrateOptions, migrateToHost } from './migrate.js';
import type { VmOptions } from './options.js';
import { type RestoreOptions, restoreOnHost } from './restore.js';
import { Vm } from './vm.js';

/** What a host can do, with a reason for everything it cannot. */
export interface HostCapabilities {
  /** `local` or the host's URL. */
  readonly host: string;
  readonly platform: string;
  readonly arch: string;
  /** Logical CPUs; on a dom0 its own, see {@link HypervisorReport.resources}. */
  readonly cpus: number;
  /** Bytes of memory in the host; on a dom0 its own. */
  readonly memory: number;
  /** KVM and Xen, present or not, whether or not an engine of this version drives them. */
  readonly hypervisors: readonly HypervisorReport[];
  /** Every engine, usable or not. */
  readonly engines: readonly EngineReport[];
  /** What `createVm` takes when nothing else is asked for; undefined when no engine is usable. */
  readonly choice: EngineChoice | undefined;
}

/** One line of {@link Host.listVms}. */
export interface VmInfo {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly engine: EngineName;
  readonly hypervisor: Hypervisor;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
  readonly createdAt: Date;
  readonly detached: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Process id on the host. */
  readonly pid: number | undefined;
  /**
   * Another program made it, such as `xl`: it has no agent of ours, and `id` is the UUID of its domain. Domains of libvirt are
   * listed only on a host like `libvirt+qemu:///system`; when they were made is not known.
   */
  readonly foreign: boolean;
}

/** Options of {@link Host.getVm}. */
export interface GetVmOptions extends CallOptions {
  /**
   * Wait until the guest answers. Without it even a VM that hangs while booting can be attached to, to read its
   * console or to end it; commands then wait for the guest themselves.
   * @default true
   */
  ready?: boolean;
}

/** Milliseconds for which a good report is believed while the host is connected; a bad one is asked again each time. */
const REPORT_AGE = 600_000;
/** Milliseconds until a restored guest must answer. */
const RESTORE_LIMIT = 300_000;
/** Milliseconds for one probe. */
const PROBE_LIMIT = 60_000;

/** A machine that runs VMs. From `connect`. */
export class Host implements AsyncDisposable {
  /** `local`, or the host's URL. */
  readonly id: string;
  readonly #runner: Runner;
  readonly #entries: readonly EngineEntry[];
  readonly #engines = new Map<EngineName, Promise<Engine>>();
  readonly #reports = new Map<EngineName, { report: Promise<EngineReport>; at: number }>();

  /** @internal */
  constructor(runner: Runner, entries: readonly EngineEntry[], id = runner.hostId) {
    this.id = id;
    this.#runner = runner;
    this.#entries = entries;
    runner.events.on('lost', () => this.#reports.clear());
  }

  /** Looks at the host afresh; changes nothing there. */
  async capabilities(options: CallOptions = {}): Promise<HostCapabilities> {
    return this.#run('capabilities', options, async (op) => {
      // Loaded when needed, as engines are.
      const { findHypervisors, forgetHypervisors } = await import('../engine/find-hypervisors.js');
      forgetHypervisors(this.#runner);
      this.#reports.clear();
      const [facts, engines, hypervisors] = await Promise.all([
        op.race(this.#runner.facts()),
        this.#probe(this.#entries, op),
        op.race(findHypervisors(this.#runner)),
      ]);
      return describeHost(this.id, facts, hypervisors, engines);
    });
  }

  /** Creates a VM on this host; see the function `createVm`. */
  createVm(options: Omit<VmOptions, 'host'> = {}): Promise<Vm> {
    return createOnHost(options, {
      runner: this.#runner,
      choose: (wish, op) => this.#choose(wish, op),
      warmUp: (engine) => this.#probeInBackground(engine),
    });
  }

  /** All VMs of this library on the host, oldest first. */
  async listVms(options: CallOptions = {}): Promise<VmInfo[]> {
    return this.#run('listVms', options, async (op) => {
      const found = await this.#summaries(op);
      return found.map(describeVm).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    });
  }

  /** Attaches to a running VM by its id or name; `VM_NOT_FOUND` when there is none. */
  async getVm(idOrName: string, options: GetVmOptions = {}): Promise<Vm> {
    return this.#run(`getVm '${idOrName}'`, options, async (op) => {
      const found = await this.#summaries(op);
      const match =
        found.find(({ spec }) => spec.id === idOrName) ?? found.find(({ spec }) => spec.name === idOrName);
      if (match === undefined) {
        throw new VmError('VM_NOT_FOUND', `no VM '${idOrName}' on host ${this.id}`, { hostId: this.id });
      }
      const engine = await this.#engine(match.engine);
      const machine = await engine.attach(this.#runner, match.spec.id, op);
      const vm = new Vm(machine, false);
      op.defer(() => vm.detach()); // closes the connection to the agent that is being made, too
      const ready = vm.life.untilEnd(vm.life.becomeReady());
      if (options.ready === false)
        ready.catch(() => {}); // the next command finds out for itself
      else await op.race(ready);
      return vm;
    });
  }

  /**
   * Goes on with a VM that {@link Vm.save} left, under a new id; returns once it answers. `path`: of the file, on this host. It
   * stays as it is, so it can be restored again.
   */
  async restore(path: string, options: RestoreOptions = {}): Promise<Vm> {
    const { timeout = RESTORE_LIMIT, ...rest } = options;
    const context = { runner: this.#runner, engine: (name: EngineName) => this.#engine(name) };
    return this.#run('restore', { ...options, timeout }, (op) => restoreOnHost(path, rest, context, op));
  }

  /** @internal What {@link Vm.migrate} asks of the host that the VM goes to. */
  receive(from: Departing, options: MigrateOptions): Promise<Vm> {
    return migrateToHost(from, options, {
      runner: this.#runner,
      engine: (name) => this.#engine(name),
      report: (name) => this.#report(this.#entry(name)),
    });
  }

  /** Closes the connection. VMs that are not detached and were created through it end. */
  close(): Promise<void> {
    return this.#runner.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #choose(wish: EngineWish, op: Operation): Promise<{ engine: Engine; choice: EngineChoice }> {
    const choice = await this.#select(wish, op);
    return { engine: await this.#engine(choice.engine), choice };
  }

  async #select(wish: EngineWish, op: Operation): Promise<EngineChoice> {
    const first = this.#candidates(wish.engine);
    const reports = await this.#probe(first, op);
    try {
      return selectEngine(reports, wish);
    } catch (error) {
      if (wish.engine !== undefined || first.length === this.#entries.length) throw error;
    }
    return selectEngine(await this.#probe(this.#entries, op), wish);
  }

  /** Which engines are worth asking: the one that is named, else all but those of the last resort. */
  #candidates(engine: EngineName | undefined): readonly EngineEntry[] {
    const wanted = ({ name, lastResort }: EngineEntry) =>
      engine === undefined ? lastResort !== true : name === engine;
    return this.#entries.filter(wanted);
  }

  /** Lets probing overlap with whatever the caller does before it needs the result. */
  #probeInBackground(engine: EngineName | undefined): void {
    const asked = this.#candidates(engine);
    runOperation('probe', {}, (op) => this.#probe(asked, op)).catch(() => {}); // asked again, and reported, by choose()
  }

  #probe(entries: readonly EngineEntry[], op: Operation): Promise<EngineReport[]> {
    return op.race(Promise.all(entries.map((entry) => this.#report(entry))));
  }

  #report(entry: EngineEntry): Promise<EngineReport> {
    const known = this.#reports.get(entry.name);
    if (known !== undefined && Date.now() - known.at < REPORT_AGE) return known.report;
    // Shared by concurrent callers, so not bound to the signal of any one of them.
    const report = runOperation(`probe of engine ${entry.name}`, { timeout: PROBE_LIMIT }, async (op) =>
      (await this.#engine(entry.name)).probe(this.#runner, op),
    );
    const forget = () => this.#reports.delete(entry.name);
    this.#reports.set(entry.name, { report, at: Date.now() });
    report.then((result) => (result.usable ? undefined : forget()), forget);
    return report;
  }

  #engine(name: EngineName): Promise<Engine> {
    const known = this.#engines.get(name);
    if (known !== undefined) return known;
    const engine = this.#entry(name).load();
    this.#engines.set(name, engine);
    return engine;
  }

  #entry(name: EngineName): EngineEntry {
    const entry = this.#entries.find((each) => each.name === name);
    if (entry !== undefined) return entry;
    throw new VmError('ENGINE_UNAVAILABLE', `host ${this.id} is not for the engine ${name}`);
  }

  async #summaries(op: Operation): Promise<MachineSummary[]> {
    const engines = await Promise.all(this.#entries.map((entry) => this.#engine(entry.name)));
    const lists = await Promise.all(engines.map((engine) => engine.list(this.#runner, op)));
    return withoutDoubles(lists.flat());
  }

  async #run<T>(name: string, options: CallOptions, body: (op: Operation) => Promise<T>): Promise<T> {
    try {
      return await runOperation(name, options, body);
    } catch (error) {
      if (error instanceof VmError) error.hostId ??= this.id;
      throw error;
    }
  }
}

/** What one engine made, another may see, too, and take for a domain of others: on a host their names are all different. */
function withoutDoubles(found: readonly MachineSummary[]): MachineSummary[] {
  const own = new Set(found.filter(({ foreign }) => foreign !== true).map(({ spec }) => spec.name));
  return found.filter(({ foreign, spec }) => foreign !== true || !own.has(spec.name));
}

function describeHost(
  host: string,
  facts: HostFacts,
  hypervisors: HypervisorReport[],
  engines: EngineReport[],
): HostCapabilities {
  const { platform, arch, cpus, memoryBytes: memory } = facts;
  let choice: EngineChoice | undefined;
  try {
    choice = selectEngine(engines, { features: ['kernelBoot'] });
  } catch {
    choice = undefined; // each report says why
  }
  return { host, platform, arch, cpus, memory, hypervisors, engines, choice };
}

function describeVm({ spec, engine, hypervisor, pid, foreign = false }: MachineSummary): VmInfo {
  const { id, name, image, cpus, memoryBytes: memory, createdAt, detached, labels } = spec;
  return {
    id,
    name,
    image,
    engine,
    hypervisor,
    cpus,
    memory,
    createdAt: new Date(createdAt),
    detached,
    labels,
    pid,
    foreign,
  };
}
