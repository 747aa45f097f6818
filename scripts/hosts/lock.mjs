// One run at a time, by a lock that the kernel frees with its holder.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError } from '../lib/step.mjs';

const HELD = 'VMWRIGHT_LOCKS_HELD';
const BUSY = 75; // EX_TEMPFAIL

/** Whether this process was started by `rerunLocked` for that lock. */
export function holdsLock(file) {
  return (process.env[HELD] ?? '').split(':').includes(file);
}

/** Runs this program again, with its own arguments, under the lock; returns its exit code. */
export function rerunLocked(file, waiting) {
  mkdirSync(dirname(file), { recursive: true });
  const again = [process.execPath, ...process.argv.slice(1)];
  const held = [process.env[HELD], file].filter((name) => name).join(':');
  const flock = (...options) => {
    const env = { ...process.env, [HELD]: held };
    const { status, signal, error } = spawnSync('flock', ['--no-fork', ...options, file, ...again], {
      stdio: 'inherit',
      env,
    });
    if (error) throw new SetupError(`flock (of util-linux) could not be started: ${error.message}`);
    return signal === null ? status : 1;
  };
  const first = flock('--nonblock', '--conflict-exit-code', String(BUSY));
  if (first !== BUSY) return first;
  process.stderr.write(`${waiting}\n`);
  return flock();
}
