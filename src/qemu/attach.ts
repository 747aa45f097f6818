import { messageOf, VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { HostFacts, HostLock, Runner } from '../remote/runner.js';
import { QemuMachine } from './machine.js';
import { QmpClient } from './qmp-client.js';
import { SLOTS, type Slot, type VmFolder, type VmRecord, vmFolder } from './vm-folder.js';

/** Takes a free slot of a running VM and connects to its QMP. */
export async function attachSlot(
  runner: Runner,
  facts: HostFacts,
  record: VmRecord,
  op: Operation,
): Promise<QemuMachine> {
  const { id, name } = record.spec;
  const folder = vmFolder(facts, id, name);
  const { slot, lock } = await freeSlot(runner, record, folder, op);
  op.defer(() => lock.release());
  const socket = await runner.connectUnix(folder.qmp(slot), { signal: op.signal }).catch((cause: unknown) => {
    op.throwIfAborted();
    // It just ended or only begins to run; over ssh nothing more precise is known.
    throw new VmError('VM_NOT_FOUND', `VM ${name} cannot be reached: ${messageOf(cause)}`, {
      vmId: id,
      cause,
    });
  });
  const qmp = new QmpClient({ input: socket, output: socket });
  op.defer(() => qmp.close());
  const machine = new QemuMachine({ runner, record, folder, slot, qmp, process: undefined, slotLock: lock });
  await op.race(qmp.ready);
  await machine.learnState(op);
  return machine;
}

async function freeSlot(
  runner: Runner,
  { spec }: VmRecord,
  folder: VmFolder,
  op: Operation,
): Promise<{ slot: Slot; lock: HostLock }> {
  for (const slot of SLOTS) {
    if (slot === 0) continue; // its creator's
    const lock = await runner.lock(folder.slotLock(slot), { wait: false, signal: op.signal });
    if (lock !== undefined) return { slot, lock };
  }
  throw new VmError('VM_BUSY', `${SLOTS.length - 1} other programs are attached to VM ${spec.name} already`, {
    vmId: spec.id,
  });
}
