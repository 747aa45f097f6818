import { constants } from 'node:os';
import type { HostProcess } from '../remote/runner.js';

/** How the VM's program itself ended; undefined when its supervisor died before it could tell. */
export interface ProgramExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** Characters of standard error that are kept: the first ones name the cause, the last ones the end. */
const STDERR_LIMIT = 64 * 1024;

/** The supervisor of a VM as seen by its creator, see start-script.ts. */
export class Supervisor {
  /** Settles when the program ended or its supervisor did. */
  readonly programExited: Promise<ProgramExit | undefined>;
  readonly #supervisor: HostProcess;
  #stderr = '';

  constructor(supervisor: HostProcess) {
    this.#supervisor = supervisor;
    this.programExited = new Promise((resolve) => {
      supervisor.stderr.on('data', (chunk: Buffer) => {
        this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_LIMIT);
        const told = /^vmwright-exit (\d+)$/m.exec(this.#stderr);
        if (told !== null) resolve(fromShellStatus(Number(told[1])));
      });
      void supervisor.exited.then(() => resolve(undefined));
    });
  }

  /** What the program and the script said so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Lets a detached VM run on. */
  release(): void {
    this.#supervisor.release();
  }

  /** Kills the program and removes the VM's folders; true when the supervisor lived to do it. */
  async end(): Promise<boolean> {
    this.#supervisor.stdin.end();
    const { exitCode } = await this.#supervisor.exited;
    return exitCode === 0;
  }
}

/** A shell tells a signal as 128 + its number. */
export function fromShellStatus(status: number): ProgramExit {
  if (status <= 128) return { exitCode: status, signal: null };
  const found = Object.entries(constants.signals).find(([, number]) => number === status - 128);
  return { exitCode: null, signal: found?.[0] ?? `signal ${status - 128}` };
}

/** `exit status 1` or `SIGKILL`, for people. */
export function describeExit(exit: ProgramExit | undefined): string {
  if (exit === undefined) return 'its supervisor was killed';
  return exit.signal === null ? `exit status ${exit.exitCode}` : `killed by ${exit.signal}`;
}
