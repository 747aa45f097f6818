import { setTimeout as delay } from 'node:timers/promises';
import { signalName } from '../linux.js';
import type { GuestExit } from '../types.js';
import type { QemuAgent } from './agent.js';

/** What a process printed, and its end. */
export interface Finished extends GuestExit {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** The answer to `guest-exec-status`. */
export interface Status {
  readonly exited: boolean;
  readonly exitcode?: number;
  readonly signal?: number;
  readonly 'out-data'?: string;
  readonly 'err-data'?: string;
}

/** Milliseconds between two looks at a process: at first, and at most. */
const FIRST_LOOK = 5;
const LAST_LOOK = 250;

/** Runs a program, and takes its output in the answer: it must be little, see run-command.ts. */
export async function runSmall(agent: QemuAgent, path: string, args: readonly string[]): Promise<Finished> {
  const pid = await startProgram(agent, { path, arg: args, 'capture-output': true });
  const status = await exitOf(agent, pid);
  const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64');
  return { ...endOf(status), stdout: bytes(status['out-data']), stderr: bytes(status['err-data']) };
}

/** `guest-exec` with these arguments; the pid. */
export async function startProgram(agent: QemuAgent, args: object): Promise<number> {
  return (await agent.call<{ pid: number }>('guest-exec', args, 'GUEST_EXEC_FAILED')).pid;
}

/** Waits for the end of a process. */
export async function exitOf(agent: QemuAgent, pid: number): Promise<Status> {
  for (let pause = FIRST_LOOK; ; pause = Math.min(2 * pause, LAST_LOOK)) {
    const status = await agent.call<Status>('guest-exec-status', { pid }, 'GUEST_EXEC_FAILED');
    if (status.exited) return status;
    await delay(pause);
  }
}

/** How it ended. */
export const endOf = ({ signal, exitcode = 0 }: Status): GuestExit =>
  signal === undefined
    ? { exitCode: exitcode, signal: null }
    : { exitCode: null, signal: signalName(signal) };

/** Runs a script of the guest's shell with arguments, as root; it must print little. */
export const runScript = (agent: QemuAgent, script: string, args: readonly string[]): Promise<Finished> =>
  runSmall(agent, '/bin/sh', ['-c', script, 'sh', ...args]);
