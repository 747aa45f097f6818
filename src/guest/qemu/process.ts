import { Readable, Writable } from 'node:stream';
import { OptionError, VmError } from '../../core/errors.js';
import { signalNumber } from '../linux.js';
import type { GuestExit, GuestProcess, SpawnRequest } from '../types.js';
import type { QemuAgent } from './agent.js';
import { type Finished, runScript } from './exec.js';
import { RunningCommand } from './run-command.js';

/** Bytes of each output that are taken from an untrusted guest. */
const MOST_OUTPUT = 2 ** 30;
const NOT_ROOT = 'the QEMU guest agent runs commands as root only';

/**
 * A command run by QEMU's agent: it starts when all of its input is there, and what it prints comes at its end. Only the
 * command itself is killed, not what it started.
 */
export class QemuProcess implements GuestProcess {
  readonly started: Promise<number>;
  readonly exited: Promise<GuestExit>;
  readonly stdin: Writable;
  readonly stdout = new Readable({ read: () => {} });
  readonly stderr = new Readable({ read: () => {} });
  readonly #agent: QemuAgent;

  constructor(agent: QemuAgent, request: SpawnRequest) {
    this.#agent = agent;
    const { user } = request;
    if (user !== undefined && user !== 'root' && user !== '0') throw new VmError('VM_UNSUPPORTED', NOT_ROOT);
    const input = gathered();
    this.stdin = input.writable;
    const running = input.all.then((bytes) => RunningCommand.start(agent, request, bytes));
    this.started = running.then(({ pid }) => pid);
    this.exited = running.then((command) => command.finish(MOST_OUTPUT)).then((end) => this.#print(end));
    this.exited.catch((error) => {
      this.stdout.destroy(error);
      this.stderr.destroy(error);
    });
    this.started.catch(() => {});
  }

  kill(signal: NodeJS.Signals | number = 'SIGKILL'): void {
    const number = signalNumber(signal);
    if (number === undefined) throw new OptionError(`there is no signal ${signal} in the guest`);
    this.started
      .then((pid) => runScript(this.#agent, 'kill -"$1" "$2"', [String(number), String(pid)]))
      .catch(() => {}); // it ended before, or the agent did
    this.stdin.destroy(); // one that has not all of its input never starts
  }

  resize(): void {}

  #print({ stdout, stderr, exitCode, signal }: Finished): GuestExit {
    for (const [stream, bytes] of [
      [this.stdout, stdout],
      [this.stderr, stderr],
    ] as const) {
      if (bytes.length > 0) stream.push(bytes);
      stream.push(null);
    }
    return { exitCode, signal };
  }
}

/** A stream that keeps everything until its end. */
function gathered(): { writable: Writable; all: Promise<Buffer> } {
  const chunks: Buffer[] = [];
  let resolve: (all: Buffer) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const all = new Promise<Buffer>((done, fail) => {
    resolve = done;
    reject = fail;
  });
  const writable = new Writable({
    write(chunk: Buffer, _encoding, callback) {
      chunks.push(chunk);
      callback();
    },
    final(callback) {
      resolve(Buffer.concat(chunks));
      callback();
    },
    destroy(error, callback) {
      reject(error ?? new VmError('ABORTED', 'the command was killed before it had its input'));
      callback(error);
    },
  });
  return { writable, all };
}
