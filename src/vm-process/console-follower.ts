import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { messageOf, VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import type { HostProcess, Runner } from '../remote/runner.js';

/**
 * Prints one byte once it has the log open, then the log from byte `$2` (counted from 1) on as it grows. A line of input
 * says that the VM has ended: `tail` is killed wherever it is, which the word `$3` marks; the next line tells from
 * where the rest is to be printed. The log may have been removed by then, but the open file 3 still has it.
 * The end of input says that the client is gone: a `tail -f` that waits for output would not notice.
 */
const FOLLOW = `exec 3<"$1" || exit
echo
tail -c "+$2" -f "$1" 3<&- &
if ! read -r line; then kill "$!"; exit; fi
kill "$!"; wait "$!"
printf %s "$3"
read -r from && exec tail -c "+$from" <&3
`;

/** What the follower needs to know of its VM. */
export interface Followed {
  readonly runner: Runner;
  readonly consoleLog: string;
  /** The VM lives on when its host is lost, and {@link ConsoleFollower.resume} is called when it is back. */
  isKept(): boolean;
  /** The host is out of reach and being waited for. */
  isLost(): boolean;
}

/** One reader of all that a VM prints: every byte once and in order, also across losses of its host. */
export class ConsoleFollower {
  readonly out = new PassThrough();
  readonly #vm: Followed;
  /** Marks the end of what `tail -f` printed; the guest cannot know it. */
  readonly #mark = Buffer.from(randomBytes(16).toString('hex'));
  /** Bytes of the log delivered so far. */
  #seen = 0;
  #process: HostProcess | undefined;
  /** Why nobody reads the log now. */
  #loss: VmError | undefined;
  #starting: Promise<void> | undefined;
  /** The VM prints no more. */
  #over = false;

  constructor(vm: Followed) {
    this.#vm = vm;
    this.out.on('error', () => {}); // a lost host must not crash a program that does not look
    this.out.once('close', () => this.#process?.kill());
  }

  /** Begins to read where it stopped. Rejects when the host cannot be reached. */
  start(): Promise<void> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  /** The host is back. Rejects when it is lost again; then it has to be called again. */
  async resume(): Promise<void> {
    if (this.#loss === undefined || this.out.destroyed) return;
    await this.start().catch((error: unknown) => {
      if (isLoss(error)) throw error;
      this.out.destroy(this.#loss);
    });
  }

  /** The VM ended: the stream does too, once all is delivered. */
  finish(): void {
    this.#over = true;
    if (this.#loss !== undefined) this.out.destroy(this.#loss);
    else this.#process?.stdin.write('\n');
  }

  async #start(): Promise<void> {
    const { runner, consoleLog } = this.#vm;
    const argv = ['sh', '-c', FOLLOW, 'vmwright-follow', consoleLog, `${this.#seen + 1}`, `${this.#mark}`];
    const process = await runner.spawn(argv);
    process.stderr.resume();
    const chunks = process.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const first = await chunks.next();
    if (first.done === true) return this.#gone((await process.exited).lost);
    this.#process = process;
    this.#loss = undefined;
    if (this.out.destroyed) process.kill();
    else if (this.#over) process.stdin.write('\n');
    void this.#read(process, first.value.subarray(1), chunks);
  }

  /** There is no log any more: fine for a VM that was removed before anybody looked, but not in mid-stream. */
  #gone(lost: VmError | undefined): void {
    if (lost !== undefined) throw lost;
    if (this.#loss === undefined) this.out.end();
    else this.out.destroy(this.#loss);
  }

  async #read(process: HostProcess, first: Buffer, chunks: AsyncIterator<Buffer>): Promise<void> {
    try {
      await this.#untilMark(first, chunks);
      if (!this.out.destroyed) process.stdin.write(`${this.#seen + 1}\n`);
      await this.#untilEnd(chunks);
      const { lost } = await process.exited;
      if (lost !== undefined) throw lost;
      this.out.end();
    } catch (error) {
      process.kill();
      await this.#failed(error);
    }
  }

  async #untilMark(first: Buffer, chunks: AsyncIterator<Buffer>): Promise<void> {
    for (let text = first; ; ) {
      const at = this.#over ? text.indexOf(this.#mark) : -1;
      if (at >= 0) return await this.#deliver(text.subarray(0, at));
      const kept = this.#over ? Math.min(text.length, this.#mark.length - 1) : 0;
      await this.#deliver(text.subarray(0, text.length - kept));
      const { done, value } = await chunks.next();
      if (this.out.destroyed) return;
      if (done === true)
        throw new VmError('HOST_COMMAND_FAILED', 'the program that reads the console was killed');
      text = kept === 0 ? value : Buffer.concat([text.subarray(text.length - kept), value]);
    }
  }

  async #untilEnd(chunks: AsyncIterator<Buffer>): Promise<void> {
    for (;;) {
      const { done, value } = await chunks.next();
      if (done === true || this.out.destroyed) return;
      await this.#deliver(value);
    }
  }

  /** Waits until there is room for more, or nobody reads any more. */
  async #deliver(bytes: Buffer): Promise<void> {
    if (bytes.length === 0 || this.out.destroyed) return;
    this.#seen += bytes.length;
    if (this.out.write(bytes)) return;
    const stop = new AbortController();
    try {
      await Promise.race(['drain', 'close'].map((event) => once(this.out, event, { signal: stop.signal })));
    } finally {
      stop.abort();
    }
  }

  /** A connection broke: that to the host, for whose return the VM waits, or an additional one. */
  async #failed(error: unknown): Promise<void> {
    if (!isLoss(error) || !this.#vm.isKept()) {
      this.out.destroy(error instanceof Error ? error : new Error(messageOf(error)));
      return;
    }
    this.#loss = error;
    if (this.#vm.isLost()) return;
    try {
      await this.start();
    } catch (again) {
      log('console: %s', messageOf(again));
      if (!this.#vm.isLost()) this.out.destroy(error);
    }
  }
}

function isLoss(error: unknown): error is VmError {
  return error instanceof VmError && error.code === 'HOST_LOST';
}
