import { messageOf } from '../core/errors.js';
import { log } from '../core/log.js';
import { type Operation, runOperation } from '../core/operation.js';
import { accessOf } from './access.js';
import type { EndedEvent } from './end-reason.js';
import type { HostWatch } from './host-watch.js';
import type { Sight } from './look-script.js';
import type { VmPlace } from './program.js';
import type { Attachment } from './slot.js';

/** Milliseconds for one attempt: a QMP socket that a dead connection still holds never answers. */
const ATTEMPT = 20_000;
/** Milliseconds between attempts: doubling from the first to the last. */
const FIRST_PAUSE = 250;
const LAST_PAUSE = 15_000;

/** A VM whose host went out of reach. */
export interface LostVm extends VmPlace {
  /** Makes a fresh attachment one's own; the attempt fails when it rejects. */
  enter(attachment: Attachment, op: Operation): Promise<void>;
  /** How it ended, when it does not live any more. */
  bury(sight: Sight, rebooted: boolean): Promise<EndedEvent>;
}

/**
 * Tries until the VM is entered again or found dead, in which case its end is the result. Rejects when nobody restores
 * the connection any more or `signal` aborts.
 */
export async function recover(
  vm: LostVm,
  watch: HostWatch,
  signal: AbortSignal,
): Promise<EndedEvent | undefined> {
  let pause = 0;
  for (let attempt = 0; ; attempt += 1) {
    await watch.turn(pause);
    try {
      return await runOperation(`return to VM ${vm.record.spec.name}`, { signal, timeout: ATTEMPT }, (op) =>
        tryOnce(vm, watch, attempt, op),
      );
    } catch (error) {
      signal.throwIfAborted();
      log('vm %s is not back: %s', vm.record.spec.id, messageOf(error));
      pause = Math.min(Math.max(pause * 2, FIRST_PAUSE), LAST_PAUSE);
    }
  }
}

async function tryOnce(
  vm: LostVm,
  watch: HostWatch,
  attempt: number,
  op: Operation,
): Promise<EndedEvent | undefined> {
  const access = accessOf(vm.program);
  const sight = await access.look(vm, op);
  if (sight.state !== 'alive') return op.race(vm.bury(sight, watch.rebooted));
  const attachment = await access.enter(vm, op, attempt);
  await vm.enter(attachment, op);
  return undefined;
}
