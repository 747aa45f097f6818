import { messageOf, VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { HostLock, Runner } from '../remote/runner.js';
import type { VmKeeper, VmMonitor } from './monitor.js';
import type { VmPlace } from './program.js';
import { QmpClient } from './qmp-client.js';
import { SLOTS, type Slot, type VmFolder } from './vm-folder.js';

/** One program's way into a running VM. */
export interface Attachment {
  readonly slot: Slot;
  readonly qmp: VmMonitor;
  /** Only for the creator, over the connection that it was created with. */
  readonly process: VmKeeper | undefined;
  /** Keeps other programs from our slot. */
  readonly slotLock: HostLock | undefined;
}

/** What a machine is made of. */
export interface MachineParts extends VmPlace {
  readonly attachment: Attachment;
}

/** Slot 0 is the creator's. */
const FREE_SLOTS = SLOTS.filter((slot) => slot !== 0);

/** Takes a free slot of a running VM and connects to its QMP, which may not answer yet. `first`: the index to begin at. */
export async function takeSlot(
  { program, runner, record, folder }: VmPlace,
  op: Operation,
  first: number,
): Promise<Attachment> {
  const { id, name } = record.spec;
  const { slot, lock } = await lockSlot(runner, folder, op, first);
  op.defer(() => lock.release());
  const socket = await runner.connectUnix(folder.qmp(slot), { signal: op.signal }).catch((cause: unknown) => {
    op.throwIfAborted();
    if (cause instanceof VmError && cause.code === 'HOST_LOST') throw cause;
    // It just ended or only begins to run; over ssh nothing more precise is known.
    throw new VmError('VM_NOT_FOUND', `VM ${name} cannot be reached: ${messageOf(cause)}`, {
      vmId: id,
      cause,
    });
  });
  const qmp = new QmpClient({ input: socket, output: socket }, program.title);
  op.defer(() => qmp.close());
  return { slot, qmp, process: undefined, slotLock: lock };
}

/** Takes a free slot, `first` if possible. */
export async function lockSlot(
  runner: Runner,
  folder: VmFolder,
  op: Operation,
  first: number,
): Promise<{ slot: Slot; lock: HostLock }> {
  for (let i = 0; i < FREE_SLOTS.length; i += 1) {
    const slot = FREE_SLOTS[(first + i) % FREE_SLOTS.length] ?? 1;
    const lock = await runner.lock(folder.slotLock(slot), { wait: false, signal: op.signal });
    if (lock !== undefined) return { slot, lock };
  }
  throw new VmError('VM_BUSY', `${FREE_SLOTS.length} other programs are attached to this VM already`);
}
