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

/** A VM that nobody keeps cannot be let go of. */
export function notReleasable({ id }: VmSpec): VmError {
  return new VmError('VM_STATE', `VM ${id} ends with this program, so it cannot be released`, {
    remedy: 'Create it with `detached: true`, or destroy it.',
  });
}

/** The connection to the host of a VM that lives on is lost. */
export function lostError({ id, name }: VmSpec, hostId: string, cause: VmError): VmError {
  const message = `VM ${name} is out of reach: ${cause.message}`;
  return new VmError('HOST_LOST', message, { cause, hostId, vmId: id });
}
