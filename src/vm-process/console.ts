import type { Duplex, Readable } from 'node:stream';
import { errnoOf, VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Runner } from '../remote/runner.js';
import { ConsoleFollower, type Followed } from './console-follower.js';
import type { VmKind } from './program.js';
import type { VmFolder } from './vm-folder.js';

/** The serial console of one VM: a socket for one program at a time, and a log that the VM's program itself writes. */
export class VmConsole {
  readonly #runner: Runner;
  readonly #folder: VmFolder;

  readonly #place: Omit<Followed, 'consoleLog'>;
  readonly #followers = new Set<ConsoleFollower>();

  constructor(place: Omit<Followed, 'consoleLog'>, folder: VmFolder) {
    this.#place = place;
    this.#runner = place.runner;
    this.#folder = folder;
  }

  /** Both ways; the lock is held until the stream closes. The VM itself would let a second program wait unheard. */
  async stream(op: Operation, kind: VmKind): Promise<Duplex> {
    const { signal } = op;
    const place = { runner: this.#runner, folder: this.#folder };
    const lock = await this.#runner.lock(this.#folder.consoleLock, { wait: false, signal });
    if (lock === undefined) throw new VmError('VM_BUSY', 'another program has the console of this VM');
    try {
      const stream = await (kind.dialConsole?.(place, op) ??
        this.#runner.connectUnix(this.#folder.console, { signal }));
      stream.on('error', () => {}); // a lost host must not crash a program that does not look
      stream.once('close', () => void lock.release());
      return stream;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Bytes in the log. */
  async size(): Promise<number> {
    return (await this.#runner.files.stat(this.#folder.consoleLog))?.size ?? 0;
  }

  /** The last `bytes` of the log; undefined when it was removed. */
  async tail(bytes: number): Promise<string | undefined> {
    try {
      return (await this.#runner.files.readTail(this.#folder.consoleLog, bytes)).toString();
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** All of the log and what is added to it, until the VM ends. */
  async follow(): Promise<Readable> {
    const follower = new ConsoleFollower({ ...this.#place, consoleLog: this.#folder.consoleLog });
    await follower.start();
    this.#followers.add(follower);
    follower.out.once('close', () => this.#followers.delete(follower));
    return follower.out;
  }

  /** The host is back: readers go on where they stopped. */
  async resume(): Promise<void> {
    await Promise.all([...this.#followers].map((follower) => follower.resume()));
  }

  /** The VM ended or is let go of: readers get what is left, if it can be reached. */
  finish(): void {
    for (const follower of this.#followers) follower.finish();
  }
}
