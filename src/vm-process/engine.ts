import type { Duplex } from 'node:stream';
import { VmError } from '../core/errors.js';
import { type Operation, runOperation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { Engine, EngineReport, Machine, MachineSummary } from '../engine/engine.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { attachMachine } from './attach.js';
import { createVm } from './create.js';
import { findVms, toSummary } from './list-script.js';
import type { VmProgram } from './program.js';
import type { VmRecord } from './vm-folder.js';

/** Runs each VM as one process of a program on the host. */
export class ProcessEngine implements Engine {
  readonly name;
  readonly #program: VmProgram;
  /** Of the VMs in the last list, by id: who lists to find a name need not look again to attach. Records never change. */
  readonly #listed = new WeakMap<Runner, ReadonlyMap<string, VmRecord>>();

  constructor(program: VmProgram) {
    this.#program = program;
    this.name = program.engine;
  }

  probe(runner: Runner, op: Operation): Promise<EngineReport> {
    return this.#program.probe(runner, op);
  }

  create(runner: Runner, spec: VmSpec, op: Operation, seed?: Uint8Array): Promise<Machine> {
    return createVm(this.#program, runner, spec, op, { seed });
  }

  restore(
    runner: Runner,
    path: string,
    spec: VmSpec,
    op: Operation,
    onProgress?: ProgressListener,
  ): Promise<Machine> {
    if (this.#program.live === undefined)
      throw new VmError('VM_UNSUPPORTED', `the ${this.name} engine cannot restore VMs`);
    return createVm(this.#program, runner, spec, op, { saved: path, onProgress });
  }

  receive(runner: Runner, spec: VmSpec, open: () => Promise<Duplex>, op: Operation): Promise<Machine> {
    if (this.#program.live === undefined)
      throw new VmError('VM_UNSUPPORTED', `the ${this.name} engine takes in no VMs of other hosts`);
    return createVm(this.#program, runner, spec, op, { open });
  }

  async list(runner: Runner, op: Operation): Promise<MachineSummary[]> {
    const found = await findVms(runner, this.name, await op.race(runner.facts()), op.signal);
    this.#listed.set(runner, new Map(found.map(({ record }) => [record.spec.id, record])));
    return found.map(toSummary);
  }

  async attach(runner: Runner, id: string, op: Operation): Promise<Machine> {
    const facts = await op.race(runner.facts());
    const record = this.#listed.get(runner)?.get(id);
    const listed = record === undefined ? undefined : await this.#attachListed(runner, facts, record, op);
    if (listed !== undefined) return listed;
    const [found] = await findVms(runner, this.name, facts, op.signal, id);
    if (found === undefined) throw new VmError('VM_NOT_FOUND', `no VM ${id} runs on the host`, { vmId: id });
    return await attachMachine(this.#program, runner, facts, found.record, op);
  }

  /** Attaches to a VM that was in the last list; undefined when it may be gone since. */
  async #attachListed(
    runner: Runner,
    facts: HostFacts,
    record: VmRecord,
    op: Operation,
  ): Promise<Machine | undefined> {
    try {
      return await runOperation(op.name, { signal: op.signal }, (inner) =>
        attachMachine(this.#program, runner, facts, record, inner),
      );
    } catch (error) {
      const gone =
        error instanceof VmError && (error.code === 'VM_NOT_FOUND' || error.code === 'HOST_COMMAND_FAILED');
      if (gone) return undefined;
      throw error;
    }
  }
}
