import type { Operation } from '../core/operation.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { QemuMachine } from './machine.js';
import { takeSlot } from './slot.js';
import { type VmRecord, vmFolder } from './vm-folder.js';

/** Attaches to a running VM that this or another program created. */
export async function attachMachine(
  runner: Runner,
  facts: HostFacts,
  record: VmRecord,
  op: Operation,
): Promise<QemuMachine> {
  const folder = vmFolder(facts, record.spec.id, record.spec.name);
  const attachment = await takeSlot(runner, record, folder, op);
  const machine = new QemuMachine({ runner, record, folder, attachment });
  await machine.learnState(op);
  return machine;
}
