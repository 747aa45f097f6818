import { VmError, type VmErrorCode } from '../core/errors.js';
import type { StopReason } from '../engine/engine.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { EndedEvent } from './end-reason.js';

const CODE_OF_END: Record<StopReason, VmErrorCode> = {
  'guest-shutdown': 'VM_STOPPED',
  destroyed: 'VM_STOPPED',
  migrated: 'VM_STOPPED',
  panic: 'VM_CRASHED',
  killed: 'VM_KILLED',
  failed: 'VM_STOPPED',
  'host-lost': 'HOST_LOST',
};

/** The error of a call to a VM that has ended; `lastWords`: the end of its console. */
export function goneError({ id, name }: VmSpec, { reason, detail }: EndedEvent, lastWords: string): VmError {
  return new VmError(CODE_OF_END[reason], `VM ${name} ended: ${detail}`, {
    vmId: id,
    ...(lastWords === '' ? {} : { consoleTail: lastWords }),
  });
}
