import { once } from 'node:events';
import { type Duplex, PassThrough, type Readable } from 'node:stream';
import { errnoOf, VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { HostProcess, Runner } from '../remote/runner.js';
import type { VmFolder } from './vm-folder.js';

/** A `tail -f` that waits for output does not notice that its reader died; the end of our standard input tells it. */
const FOLLOW = 'tail -c +1 -f "$1" & exec >/dev/null 2>&1; cat; kill $!';

/** The serial console of one VM: a socket for one program at a time, and a log that QEMU itself writes. */
export class VmConsole {
  readonly #runner: Runner;
  readonly #folder: VmFolder;

  constructor(runner: Runner, folder: VmFolder) {
    this.#runner = runner;
    this.#folder = folder;
  }

  /** Both ways; the lock is held until the stream closes. QEMU itself would let a second program wait unheard. */
  async stream(op: Operation): Promise<Duplex> {
    const { signal } = op;
    const lock = await this.#runner.lock(this.#folder.consoleLock, { wait: false, signal });
    if (lock === undefined) throw new VmError('VM_BUSY', 'another program has the console of this VM');
    try {
      const stream = await this.#runner.connectUnix(this.#folder.console, { signal });
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

  /** All of the log and what is added to it, until `ended`. */
  async follow(ended: Promise<unknown>): Promise<Readable> {
    const tail = await this.#runner.spawn(['sh', '-c', FOLLOW, 'vmwright-follow', this.#folder.consoleLog]);
    const out = new PassThrough();
    out.on('error', () => {}); // as with the stream above
    out.once('close', () => tail.kill());
    void ended.then(() => tail.kill());
    tail.stderr.resume();
    this.#pump(tail, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : undefined));
    return out;
  }

  /** `tail` is killed at the end of the VM, wherever it was; the rest is then read exactly from there. */
  async #pump(tail: HostProcess, out: PassThrough): Promise<void> {
    let seen = 0;
    for await (const chunk of tail.stdout as AsyncIterable<Buffer>) {
      seen += chunk.length;
      if (!(await deliver(out, chunk))) return;
    }
    const rest = await this.#runner.spawn(['tail', '-c', `+${seen + 1}`, this.#folder.consoleLog]);
    rest.stderr.resume();
    for await (const chunk of rest.stdout as AsyncIterable<Buffer>) {
      if (!(await deliver(out, chunk))) return rest.kill();
    }
    out.end();
  }
}

/** False when nobody reads any more. */
async function deliver(out: PassThrough, chunk: Buffer): Promise<boolean> {
  if (out.destroyed) return false;
  if (out.write(chunk)) return true;
  const stop = new AbortController();
  try {
    await Promise.race(['drain', 'close'].map((event) => once(out, event, { signal: stop.signal })));
  } finally {
    stop.abort();
  }
  return !out.destroyed;
}
