import type { Operation } from '../core/operation.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { ProcessMachine } from './machine.js';
import type { VmProgram } from './program.js';
import { takeSlot } from './slot.js';
import { type VmRecord, vmFolder } from './vm-folder.js';

/** Attaches to a running VM that this or another program created. */
export async function attachMachine(
  program: VmProgram,
  runner: Runner,
  facts: HostFacts,
  record: VmRecord,
  op: Operation,
): Promise<ProcessMachine> {
  const folder = vmFolder(facts, record.spec.id, record.spec.name);
  const attachment = await takeSlot({ program, runner, record, folder }, op);
  const machine = new ProcessMachine({ program, runner, record, folder, attachment });
  await machine.learnState(op);
  return machine;
}
