import { VmError, type VmErrorCode } from '../core/errors.js';
import type { MachineEvent, StopReason } from '../engine/engine.js';

export type EndedEvent = Extract<MachineEvent, { type: 'ended' }>;

const CODES: Record<StopReason, VmErrorCode> = {
  'guest-shutdown': 'VM_STOPPED',
  destroyed: 'VM_STOPPED',
  migrated: 'VM_STOPPED',
  panic: 'VM_CRASHED',
  killed: 'VM_KILLED',
  failed: 'VM_CRASHED',
  'host-lost': 'HOST_LOST',
};

const PHRASES: Record<StopReason, string> = {
  'guest-shutdown': 'shut itself down',
  destroyed: 'was destroyed',
  migrated: 'was migrated',
  panic: 'panicked',
  killed: 'lost its process on the host',
  failed: 'failed to start',
  'host-lost': 'went out of reach',
};

const REMEDY_LOST =
  'Connect again. Only a VM with `detached: true` outlives the connection; `listVms` tells whether it runs.';

/** The error of every call that the end of a VM cuts short. */
export function endError(end: EndedEvent, name: string, when: string, consoleTail: string): VmError {
  const detail = end.detail === '' ? '' : `: ${end.detail}`;
  const tail = consoleTail.trimEnd();
  return new VmError(CODES[end.reason], `VM '${name}' ${PHRASES[end.reason]} ${when}${detail}`, {
    vmId: name,
    ...(end.reason === 'host-lost' ? { remedy: REMEDY_LOST } : {}),
    ...(tail === '' ? {} : { consoleTail: tail }),
  });
}
