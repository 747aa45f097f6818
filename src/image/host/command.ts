import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { errnoOf, VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';

/**
 * Runs "$@" as one process group that dies with us: a subshell waits on fd 3, whose other end only this
 * Node process holds, and the kernel closes that end however we die.
 */
const SUPERVISOR =
  '(read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 4>&- & exec 3<&-; "$@"; status=$?; kill $!; exit $status';

/** Enough of a tool's output for its error message; the rest is dropped from the front. */
const KEPT_STDERR = 64 * 1024;

export interface HostCommand {
  readonly argv: readonly string[];
  /** Debian package that contains argv[0]. */
  readonly debianPackage: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each line that the program writes to file descriptor 4. */
  readonly onStatusLine?: (line: string) => void;
  /** Called with each line of stderr. */
  readonly onErrorLine?: (line: string) => void;
}

export interface HostCommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of every tool: messages in English, system programs found by ordinary users too. */
function toolEnvironment(extra: Readonly<Record<string, string>> | undefined): NodeJS.ProcessEnv {
  const path = [process.env.PATH, '/usr/sbin:/usr/bin:/sbin:/bin'].filter((part) => part).join(delimiter);
  return { ...process.env, PATH: path, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive', ...extra };
}

/** Absolute path of a program of this machine, or undefined. */
export async function findProgram(name: string): Promise<string | undefined> {
  const folders = name.includes('/') ? ['/'] : (toolEnvironment(undefined).PATH ?? '').split(delimiter);
  for (const folder of folders) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}

/** Throws HOST_COMMAND_NOT_FOUND, naming the Debian package, unless the program is installed. */
export async function requireProgram(name: string, debianPackage: string): Promise<string> {
  const path = await findProgram(name);
  if (path !== undefined) return path;
  throw new VmError('HOST_COMMAND_NOT_FOUND', `the program ${name} is not installed on this machine`, {
    remedy: `apt-get install ${debianPackage}`,
  });
}

/**
 * Runs a program of this machine to its end. A non-zero exit is a result. When the operation is aborted, or
 * this Node process dies, the program and all its children are killed; the promise settles after they are gone.
 */
export async function runHostCommand(op: Operation, command: HostCommand): Promise<HostCommandResult> {
  const [program = '', ...args] = command.argv;
  const path = await requireProgram(program, command.debianPackage);
  op.throwIfAborted();
  const child = spawn('sh', ['-c', SUPERVISOR, 'sh', path, ...args], {
    detached: true,
    cwd: command.cwd,
    env: toolEnvironment(command.env),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', command.onStatusLine === undefined ? 'ignore' : 'pipe'],
  });
  const result = await collect(op, child, command);
  op.throwIfAborted();
  return result;
}

function collect(op: Operation, child: ChildProcess, command: HostCommand): Promise<HostCommandResult> {
  const stdout: Buffer[] = [];
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR);
  });
  forwardLines(child.stderr, command.onErrorLine);
  forwardLines(child.stdio[4], command.onStatusLine);
  const kill = () => killGroup(child);
  op.signal.addEventListener('abort', kill, { once: true });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      op.signal.removeEventListener('abort', kill);
      reject(new VmError('HOST_COMMAND_FAILED', `cannot start ${command.argv[0]}`, { cause: error }));
    });
    child.on('close', (exitCode) => {
      op.signal.removeEventListener('abort', kill);
      resolve({ exitCode, stdout: Buffer.concat(stdout).toString(), stderr });
    });
  });
}

/** Kills a child that leads its own process group, with everything it started. */
export function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error; // already gone
  }
}

function forwardLines(stream: unknown, listener: ((line: string) => void) | undefined): void {
  if (listener === undefined) return;
  createInterface({ input: stream as Readable }).on('line', listener);
}

/** The error for a tool that failed while `doing` something; recognises a full disk. */
export function toolError(doing: string, command: HostCommand, result: HostCommandResult): VmError {
  const tail = result.stderr.trim().split('\n').slice(-12).join('\n');
  if (/No space left on device|ENOSPC|not enough free (disk )?space/i.test(result.stderr)) {
    return new VmError('DISK_FULL', `no space left while ${doing}\n${tail}`, { errno: 'ENOSPC' });
  }
  const how = result.exitCode === null ? 'was killed' : `ended with status ${result.exitCode}`;
  return new VmError('IMAGE_BUILD_FAILED', `${doing} failed: ${command.argv[0]} ${how}\n${tail}`);
}

/** Runs a program that must succeed; returns its stdout. */
export async function runTool(op: Operation, doing: string, command: HostCommand): Promise<string> {
  const result = await runHostCommand(op, command);
  if (result.exitCode !== 0) throw toolError(doing, command, result);
  return result.stdout;
}
