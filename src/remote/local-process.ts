import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { errnoOf, messageOf, VmError } from '../core/errors.js';
import type { HostExit, HostProcess, SpawnOptions } from './runner.js';

/** Folders that hold the programs of administrators; often missing in the PATH of a service. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** PATH of everything that runs on this machine for an engine. */
export const SEARCH_PATH = [
  ...new Set([
    ...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    ...SYSTEM_FOLDERS,
  ]),
].join(delimiter);

/** Starts a program as leader of its own session, so that a Ctrl-C at our terminal does not reach it. */
export async function spawnLocal(argv: readonly string[], options: SpawnOptions = {}): Promise<HostProcess> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    detached: true,
    stdio: 'pipe',
    env: { ...process.env, PATH: SEARCH_PATH, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let closed = false; // then the pid may belong to somebody else
  const exited = whenClosed(child).finally(() => {
    closed = true;
  });
  // EPIPE of a program that ended is told by `exited`. Out of file descriptors there are no streams at all.
  for (const stream of child.stdio ?? []) stream?.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(spawnError(program, options.cwd, error)));
  });
  if (options.keepAlive === false) unref(child);
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited,
    kill: (signal = 'SIGKILL') => {
      if (!closed) killGroup(child.pid, signal);
    },
    release: () => {
      child.unref();
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    },
  };
}

function whenClosed(child: ChildProcessWithoutNullStreams): Promise<HostExit> {
  return new Promise((resolve) => {
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

function unref(child: ChildProcessWithoutNullStreams): void {
  child.unref();
  // Pipes of a child are sockets, which hold the event loop just like the child itself.
  for (const stream of child.stdio) (stream as { unref?: () => void } | null)?.unref?.();
}

/** A group whose last member just ended is no error. */
function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}

function spawnError(program: string, cwd: string | undefined, cause: unknown): VmError {
  const errno = errnoOf(cause);
  const details = { cause, ...(errno === undefined ? {} : { errno }) };
  if (errno === 'ENOENT') {
    const where = cwd === undefined ? '' : ` (or the folder ${cwd} is missing)`;
    return new VmError('HOST_COMMAND_NOT_FOUND', `the program ${program} is not installed${where}`, details);
  }
  return new VmError('HOST_COMMAND_FAILED', `cannot start ${program}: ${messageOf(cause)}`, details);
}
