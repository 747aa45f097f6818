import type { Operation } from '../core/operation.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { ProcessMachine } from './machine.js';
import type { VmKind } from './program.js';
import { takeSlot } from './slot.js';
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
  const attachment = await (program.access?.enter(place, op, 0) ?? takeSlot(place, op));
  const machine = new ProcessMachine({ ...place, attachment });
  await machine.learnState(op);
  return machine;
}
