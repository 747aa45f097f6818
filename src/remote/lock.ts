import { VmError } from '../core/errors.js';
import { type CallOptions, runOperation } from '../core/operation.js';
import type { Spawn } from './run-program.js';
import type { HostLock, HostProcess } from './runner.js';

/** sysexits.h EX_TEMPFAIL: told apart from every failure of the shell and of flock. */
const BUSY = 75;

/**
 * The lock belongs to the open file 9. `cat` ends when our end of its stdin closes, be it that we release the lock,
 * died, or lost the connection; then the group ends, a `flock` that still waits included. How flock ended is told on
 * standard output.
 */
const HOLD = `exec 9>>"$1" || exit 1
{ flock $2 -E ${BUSY} 9; echo "$?"; } </dev/null &
cat >/dev/null
kill -s KILL 0`;

/** Takes a lock file with the host's own `flock`, see {@link Runner.lock}. Needs nothing but a way to start programs. */
export function takeLock(
  spawn: Spawn,
  path: string,
  options: CallOptions & { wait: boolean },
): Promise<HostLock | undefined> {
  return runOperation(`lock ${path}`, options, async (op) => {
    const argv = ['sh', '-c', HOLD, 'vmwright-lock', path, options.wait ? '-x' : '-n'];
    const holder = await op.acquire(spawn(argv), (late) => late.kill());
    const { status, stderr } = await op.race(flockStatus(holder));
    if (status === 0) return { release: () => release(holder) };
    await op.race(release(holder));
    if (status === BUSY) return undefined;
    throw new VmError('HOST_COMMAND_FAILED', `cannot lock ${path}: ${stderr.trim()}`);
  });
}

/** The exit status of flock; NaN when the program ended before it. */
function flockStatus(holder: HostProcess): Promise<{ status: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    let stderr = '';
    holder.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < 4096) stderr += chunk.toString();
    });
    holder.stdout.once('data', (chunk: Buffer) => resolve({ status: Number(chunk.toString()), stderr }));
    void holder.exited.then(({ lost }) =>
      lost === undefined ? resolve({ status: Number.NaN, stderr }) : reject(lost),
    );
  });
}

async function release(holder: HostProcess): Promise<void> {
  holder.stdin.end();
  await holder.exited;
}
