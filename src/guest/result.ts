import { VmError, type VmErrorCode } from '../core/errors.js';
import type { StreamResult } from './guest-stream.js';
import { errnoName } from './linux.js';
import { Step } from './wire.js';

const CODES: Readonly<Record<number, VmErrorCode>> = {
  [Step.request]: 'AGENT_PROTOCOL',
  [Step.setup]: 'GUEST_EXEC_FAILED',
  [Step.user]: 'GUEST_EXEC_FAILED',
  [Step.chdir]: 'GUEST_EXEC_FAILED',
  [Step.exec]: 'GUEST_EXEC_FAILED',
  [Step.file]: 'GUEST_FILE_ERROR',
  [Step.connect]: 'GUEST_CONNECT_FAILED',
  [Step.system]: 'GUEST_FILE_ERROR',
  [Step.aborted]: 'ABORTED',
};

/** The error a RESULT stands for; undefined for success. */
export function resultError(result: StreamResult): VmError | undefined {
  if (result.errno === 0) return undefined;
  const errno = errnoName(result.errno);
  const missing = result.step === Step.exec && errno === 'ENOENT';
  const code = missing ? 'GUEST_COMMAND_NOT_FOUND' : (CODES[result.step] ?? 'AGENT_PROTOCOL');
  return new VmError(code, `in the guest: ${printable(result.data)}: ${errno}`, { errno });
}

/** The data of a success; throws the error of a failure. */
export function resultData(result: StreamResult): Buffer {
  const error = resultError(result);
  if (error !== undefined) throw error;
  return result.data;
}

/** Text of an untrusted guest, fit for a log line: no control characters, bounded. */
function printable(text: Buffer): string {
  return text
    .toString('utf8')
    .slice(0, 4400)
    .replace(/\p{Cc}/gu, '?');
}
