import type { Readable, Writable } from 'node:stream';
import { type CallOptions, Operation } from '../core/operation.js';
import type { GuestExit, GuestProcess } from '../guest/types.js';

/** A command running in the guest. Disposing of it kills it. */
export interface VmProcess extends AsyncDisposable {
  /** Its pid in the guest. */
  readonly pid: number;
  readonly stdin: Writable;
  /** Read slowly, and the command is held back: nothing piles up in memory. */
  readonly stdout: Readable;
  /** Empty on a pty. */
  readonly stderr: Readable;
  /** After it ended and all its output was received. Rejects when the guest is lost, or the call aborted or timed out. */
  readonly exited: Promise<GuestExit>;
  /** Signals its whole process group. @default 'SIGTERM' */
  kill(signal?: NodeJS.Signals): void;
  /** Tells a pty its new size. */
  resize(columns: number, rows: number): void;
}

/**
 * Binds a started guest process to the caller's signal and timeout for as long as it runs. `explain` turns a lost
 * connection into the reason for it.
 */
export async function adoptProcess(
  process: GuestProcess,
  name: string,
  options: CallOptions,
  explain: (error: unknown) => Promise<unknown>,
): Promise<VmProcess> {
  const life = new Operation(name, options);
  const kill = () => process.kill('SIGKILL');
  life.signal.addEventListener('abort', kill, { once: true });
  const exited = life
    .race(process.exited)
    .catch(async (error: unknown) => Promise.reject(await explain(error)))
    .finally(() => {
      life.settle();
      life.signal.removeEventListener('abort', kill);
    });
  exited.catch(() => {}); // whoever cares awaits it; `started` already reports a failed start
  const pid = await life.race(process.started);
  return {
    pid,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    exited,
    kill: (signal = 'SIGTERM') => process.kill(signal),
    resize: (columns, rows) => process.resize(columns, rows),
    async [Symbol.asyncDispose]() {
      kill();
      process.stdout.resume();
      process.stderr.resume();
      await exited.catch(() => {});
    },
  };
}
