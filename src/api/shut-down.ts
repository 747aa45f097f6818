import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Machine } from '../engine/engine.js';
import type { GuestLink } from './guest-link.js';
import type { VmLife } from './vm-life.js';

/** Asks the guest to power itself off and waits until it has: by its agent, or by the power button where it has none. */
export async function shutDown(
  machine: Machine,
  link: GuestLink,
  life: VmLife,
  op: Operation,
): Promise<void> {
  if (life.state === 'paused') await machine.resume(op);
  life.stopping();
  try {
    if (machine.spec.agent) await (await link.client(op)).powerOff({ signal: op.signal });
    else await machine.powerButton(op);
  } catch (error) {
    if (!(error instanceof VmError)) throw error; // it may be gone already, which is what we want
    if (error.code === 'AGENT_MISSING') await machine.powerButton(op);
  }
  await life.untilGone();
}
