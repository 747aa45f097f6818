import { VmError } from '../../../core/errors.js';

/** Errors that the daemon knows. Xen's io/xs_wire.h, xsd_errors. */
const CODES = [
  'EINVAL',
  'EACCES',
  'EEXIST',
  'EISDIR',
  'ENOENT',
  'ENOMEM',
  'ENOSPC',
  'EIO',
  'ENOTEMPTY',
  'ENOSYS',
  'EROFS',
  'EBUSY',
  'EAGAIN',
  'EISCONN',
  'E2BIG',
  'EPERM',
] as const;

/** `ENOENT`, …; `UNKNOWN` for one that is newer than this client. */
export type XenstoreErrorCode = (typeof CODES)[number] | 'UNKNOWN';

const MEANING: Partial<Record<XenstoreErrorCode, string>> = {
  EINVAL: 'the path or value is not valid',
  EACCES: 'not allowed',
  EEXIST: 'it exists already',
  ENOENT: 'there is no such node',
  ENOSPC: 'the quota is used up',
  EAGAIN: 'others changed the same nodes',
  EBUSY: 'the daemon is busy',
  E2BIG: 'it is too large',
  EPERM: 'not allowed',
  EROFS: 'not allowed on a connection that may only read',
};

/** A request that xenstored refused. Its {@link VmError.code | code} is XENSTORE_ERROR. */
export class XenstoreError extends VmError {
  /** Why; also in `errno`, as the daemon said it. */
  readonly xenstoreCode: XenstoreErrorCode;

  /**
   * @param errno What the daemon said.
   * @param call The kind of request: `READ`.
   * @param subject What it was about: a path.
   */
  constructor(errno: string, call: string, subject: string) {
    const code = CODES.find((each) => each === errno) ?? 'UNKNOWN';
    const meaning = MEANING[code];
    super('XENSTORE_ERROR', `xenstore ${call} ${subject}: ${errno}${meaning ? ` (${meaning})` : ''}`, {
      errno,
      call,
    });
    this.name = 'XenstoreError';
    this.xenstoreCode = code;
  }
}
