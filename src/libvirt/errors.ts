import { messageOf, VmError, type VmErrorCode } from '../core/errors.js';
import { LibvirtError } from '../native/libvirt/error.js';

/** What messages of libvirt and QEMU mean for a VM that is started; the first that fits. */
const START_ERRORS: readonly (readonly [RegExp, VmErrorCode])[] = [
  [/domain '.*' (already exists|is already)|already active|is already being started/i, 'VM_NAME_TAKEN'],
  [/No space left on device|Disk quota exceeded/, 'DISK_FULL'],
  [
    /Cannot access (storage|backing) file|Could not open '|Could not open backing|Image is not in|Failed to get .* lock|cannot be determined|-blockdev/,
    'DISK_UNREADABLE',
  ],
  [/not supported|unsupported configuration/i, 'VM_UNSUPPORTED'],
];

/** The error of a VM that libvirt did not start. */
export function startError(name: string, error: unknown): unknown {
  if (!(error instanceof LibvirtError)) return error;
  const code = START_ERRORS.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'ENGINE_FAILED';
  const message =
    code === 'VM_NAME_TAKEN'
      ? `a VM named '${name}' runs already: ${error.message}`
      : `libvirt did not start the VM: ${error.message}`;
  return new VmError(code, message, { cause: error });
}

/** Error codes of a daemon that lets somebody in only who has the right. */
const REFUSALS: ReadonlySet<string> = new Set([
  'AUTH_FAILED',
  'AUTH_CANCELLED',
  'AUTH_UNAVAILABLE',
  'AUTH_DENIED',
  'ACCESS_DENIED',
]);

/** The error of a connection that could not be opened; `failure`: of the way to the host. */
export function openError(uri: string, error: unknown, failure: unknown): unknown {
  if (failure instanceof VmError) return failure;
  if (!(error instanceof LibvirtError)) return error;
  const refused = REFUSALS.has(error.libvirtCode) || /Permission denied|authentication/i.test(error.message);
  const detail = failure === undefined ? error.message : messageOf(failure);
  return new VmError('ENGINE_UNAVAILABLE', `libvirt cannot be used as ${uri}: ${detail}`, {
    cause: error,
    remedy: refused
      ? 'Log in as root, or as a member of the group libvirt: sudo usermod -aG libvirt USER'
      : 'Check with `virsh` and the same URI that the daemon runs and answers.',
  });
}

/** The domain is not there any more. */
export const isGone = (error: unknown): boolean =>
  error instanceof LibvirtError && error.libvirtCode === 'NO_DOMAIN';

/** It does not run, which is what somebody wanted who ends it. */
export const isInactive = (error: unknown): boolean =>
  error instanceof LibvirtError &&
  (error.libvirtCode === 'NO_DOMAIN' || error.libvirtCode === 'OPERATION_INVALID');
