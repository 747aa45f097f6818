import { VmError } from '../core/errors.js';
import { type Operation, runOperation } from '../core/operation.js';
import type { Engine, EngineReport, Machine, MachineSummary } from '../engine/engine.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { attachMachine } from './attach.js';
import { createVm } from './create.js';
import { type KvmProbe, QemuHost } from './host.js';
import { findVms, toSummary } from './list-script.js';
import { probeQemu } from './probe.js';
import type { VmRecord } from './vm-folder.js';

/** What the engine needs from other folders. */
export interface QemuEngineDeps {
  /** Says whether KVM really runs guests on the host. */
  readonly probeKvm: KvmProbe;
}

/** Runs VMs with the host's own QEMU, accelerated by KVM or emulated. */
export function createQemuEngine(deps: QemuEngineDeps): Engine {
  return new QemuEngine(deps);
}

/** Attaches to a VM that was in the last list; undefined when it may be gone since. */
async function attachListed(
  runner: Runner,
  facts: HostFacts,
  record: VmRecord,
  op: Operation,
): Promise<Machine | undefined> {
  try {
    return await runOperation(op.name, { signal: op.signal }, (inner) =>
      attachMachine(runner, facts, record, inner),
    );
  } catch (error) {
    const gone =
      error instanceof VmError && (error.code === 'VM_NOT_FOUND' || error.code === 'HOST_COMMAND_FAILED');
    if (gone) return undefined;
    throw error;
  }
}

class QemuEngine implements Engine {
  readonly name = 'qemu';
  readonly #deps: QemuEngineDeps;
  /** What was learned about a host is kept as long as its connection. */
  readonly #hosts = new WeakMap<Runner, QemuHost>();

  constructor(deps: QemuEngineDeps) {
    this.#deps = deps;
  }

  probe(runner: Runner, op: Operation): Promise<EngineReport> {
    return probeQemu(this.#host(runner), op);
  }

  create(runner: Runner, spec: VmSpec, op: Operation): Promise<Machine> {
    return createVm(this.#host(runner), spec, op);
  }

  async list(runner: Runner, op: Operation): Promise<MachineSummary[]> {
    const found = await findVms(runner, await op.race(runner.facts()), op.signal);
    const { records } = this.#host(runner);
    records.clear();
    for (const { record } of found) records.set(record.spec.id, record);
    return found.map(toSummary);
  }

  async attach(runner: Runner, id: string, op: Operation): Promise<Machine> {
    const facts = await op.race(runner.facts());
    const record = this.#host(runner).records.get(id);
    const listed = record === undefined ? undefined : await attachListed(runner, facts, record, op);
    if (listed !== undefined) return listed;
    const [found] = await findVms(runner, facts, op.signal, id);
    if (found === undefined) throw new VmError('VM_NOT_FOUND', `no VM ${id} runs on the host`, { vmId: id });
    return await attachMachine(runner, facts, found.record, op);
  }

  #host(runner: Runner): QemuHost {
    const known = this.#hosts.get(runner);
    if (known !== undefined) return known;
    const host = new QemuHost(runner, this.#deps.probeKvm);
    this.#hosts.set(runner, host);
    return host;
  }
}
