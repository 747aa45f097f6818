import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Engine, Machine, MachineSummary } from '../engine/engine.js';
import type { Runner } from '../remote/runner.js';
import { ProcessEngine } from '../vm-process/index.js';
import { listForeign } from './foreign-list.js';
import { ForeignMachine } from './foreign-machine.js';
import { stageToolstack, XenProgram } from './program.js';

/** Runs VMs as domains of the host's Xen. The program that keeps them is sent to hosts that do not have it. */
export function createXenEngine(): Engine {
  return new XenEngine(new XenProgram());
}

/** Besides its own VMs, each of which is one process, it knows the domains that others made. */
class XenEngine extends ProcessEngine {
  override async list(runner: Runner, op: Operation): Promise<MachineSummary[]> {
    const own = await super.list(runner, op);
    return [...own, ...(await listForeign(runner, op))];
  }

  override async attach(runner: Runner, id: string, op: Operation): Promise<Machine> {
    try {
      return await super.attach(runner, id, op);
    } catch (error) {
      const found =
        error instanceof VmError && error.code === 'VM_NOT_FOUND'
          ? await this.#foreign(runner, id, op)
          : undefined;
      if (found === undefined) throw error;
      return found;
    }
  }

  async #foreign(runner: Runner, id: string, op: Operation): Promise<Machine | undefined> {
    const found = (await listForeign(runner, op)).find(({ spec }) => spec.id === id);
    if (found === undefined) return undefined;
    return ForeignMachine.attach(runner, found.spec, await stageToolstack(runner, op), op);
  }
}
