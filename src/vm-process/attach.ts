import type { Operation } from '../core/operation.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { accessOf } from './access.js';
import { ProcessMachine } from './machine.js';
import type { VmKind } from './program.js';
import { type VmRecord, vmFolder } from './vm-folder.js';

/** Attaches to a running VM that this or another program created. */
export async function attachMachine(
  program: VmKind,
  runner: Runner,
  facts: HostFacts,
  record: VmRecord,
  op: Operation,
): Promise<ProcessMachine> {
  const folder = vmFolder(facts, record.spec.id, record.spec.name);
  const place = { program, runner, record, folder };
  const attachment = await accessOf(program).enter(place, op, 0);
  const machine = new ProcessMachine({ ...place, attachment });
  await machine.learnState(op);
  return machine;
}
