import { errnoOf, VmError } from '../core/errors.js';

/** The error of a call on a VM, as its caller gets it. */
export function describeError(error: unknown, name: string, vmId: string): unknown {
  if (error instanceof VmError) {
    error.vmId ??= vmId;
    return error;
  }
  const errno = errnoOf(error);
  if (errno === undefined) return error;
  return new VmError('HOST_COMMAND_FAILED', `${name}: ${(error as Error).message}`, { cause: error, errno });
}
