import { VmError } from '../core/errors.js';
import { type CallOptions, runOperation } from '../core/operation.js';
import type { Spawn } from './run-program.js';
import type { HostExit, HostLock, HostProcess } from './runner.js';

/** sysexits.h EX_TEMPFAIL: told apart from every failure of the shell and of flock. */
const BUSY = 75;

/**
 * The lock belongs to the open file 9, which only `cat` keeps; `cat` ends when our end of its stdin closes,
 * so the lock is free the moment we die or the connection breaks.
 */
const HOLD = `exec 9>>"$1" || exit 1
flock $2 -E ${BUSY} 9 || exit $?
echo locked
exec cat`;

/** Takes a lock file with the host's own `flock`, see {@link Runner.lock}. Needs nothing but a way to start programs. */
export function takeLock(
  spawn: Spawn,
  path: string,
  options: CallOptions & { wait: boolean },
): Promise<HostLock | undefined> {
  return runOperation(`lock ${path}`, options, async (op) => {
    const argv = ['sh', '-c', HOLD, 'vmwright-lock', path, options.wait ? '-x' : '-n'];
    const holder = await op.acquire(spawn(argv), (late) => late.kill());
    const outcome = await op.race(waitForLock(holder));
    if (outcome === 'locked') return { release: () => release(holder) };
    if (outcome.lost !== undefined) throw outcome.lost;
    if (outcome.exitCode === BUSY) return undefined;
    throw new VmError('HOST_COMMAND_FAILED', `cannot lock ${path}: ${outcome.stderr.trim()}`);
  });
}

type Outcome = 'locked' | (HostExit & { readonly stderr: string });

function waitForLock(holder: HostProcess): Promise<Outcome> {
  return new Promise((resolve) => {
    let stderr = '';
    holder.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    holder.stdout.once('data', () => resolve('locked'));
    holder.stdout.resume();
    void holder.exited.then((exit) => resolve({ ...exit, stderr }));
  });
}

async function release(holder: HostProcess): Promise<void> {
  holder.stdin.end();
  await holder.exited;
}
