import { VmError, type VmErrorCode } from '../core/errors.js';
import { noTapError } from './tap.js';

/** How a program's own errors are read. */
export interface ErrorWords {
  /** Debian package of each program that the start script looks for. */
  readonly packages: Readonly<Record<string, string>>;
  /** Its own last words in what it wrote to standard error. */
  message(stderr: string): string;
  /** The error of a start that the program itself refused. */
  refusal(message: string): VmError;
}

/**
 * Turns what the start script and the program wrote to standard error into the error of `create`. Failures of the script,
 * and of our own programs, are lines `vmwright-fail CODE text`.
 */
export function startError(name: string, stderr: string, words: ErrorWords): VmError {
  const failure = /^vmwright-fail (\S+) ([\s\S]*?)(?=\nvmwright-(?:fail|exit) |(?![\s\S]))/m.exec(stderr);
  const [code, text] = failure === null ? [undefined, ''] : [failure[1] ?? '', (failure[2] ?? '').trim()];
  if (code === 'NO_PROGRAM') return missingProgram(text, words.packages);
  if (code === 'NO_TAP') return noTapError(text);
  if (code === 'VM_NAME_TAKEN') return new VmError('VM_NAME_TAKEN', `a VM named '${name}' runs already`);
  const own = code === undefined ? words.message(stderr) : text;
  if (/No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/.test(own))
    return new VmError('DISK_FULL', own);
  if (code === undefined && KILLED.test(stderr)) return killedAtStart();
  if (code === undefined) return words.refusal(own);
  return new VmError(code as VmErrorCode, own);
}

/** The shell's status of a program that SIGKILL ended. */
const KILLED = /^vmwright-exit 137$/m;

function killedAtStart(): VmError {
  return new VmError('VM_KILLED', 'the process of the VM was killed (SIGKILL) before the VM was there');
}

export function missingProgram(program: string, packages: ErrorWords['packages']): VmError {
  const name = program.split('/').pop() ?? program;
  const aptPackage = packages[name];
  return new VmError('ENGINE_UNAVAILABLE', `${name} is not installed on the host`, {
    remedy: aptPackage === undefined ? `Install ${name} on the host.` : `apt-get install ${aptPackage}`,
  });
}
