import { PayloadReader } from './payload.js';
import { GuestReadable } from './readable.js';
import { type Frame, FrameType } from './wire.js';
import { GuestWritable } from './writable.js';

/** The last frame of a stream. */
export interface StreamResult {
  /** 0 is success. */
  readonly errno: number;
  readonly step: number;
  /** Result of a success, text of a failure. */
  readonly data: Buffer;
}

/** What a stream needs from its session. */
export interface StreamHost {
  sendFrame(type: number, channel: number, stream: number, payload?: Uint8Array): void;
  queueData(stream: GuestStream): void;
  forget(stream: GuestStream): void;
}

export interface StreamShape {
  /** Whether the host sends bytes on channel 0. */
  readonly input: boolean;
  /** Channels 1 to n carry bytes of the guest. */
  readonly outputs: 0 | 1 | 2;
  /** What an input that is destroyed before its end does. @default 'eof' */
  readonly onCut?: 'eof' | 'abort';
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // whoever does not wait for it is not harmed by its failure
  return { promise, resolve, reject };
}

/** One operation in the guest, from OPEN to RESULT. */
export class GuestStream {
  readonly id: number;
  readonly input: GuestWritable | undefined;
  readonly outputs: readonly GuestReadable[];
  readonly #host: StreamHost;
  readonly #started = deferred<number>();
  readonly #result = deferred<StreamResult>();
  readonly #onCut: 'eof' | 'abort';
  #open = true;
  #aborted = false;

  constructor(host: StreamHost, id: number, shape: StreamShape, credit: number) {
    this.id = id;
    this.#host = host;
    this.#onCut = shape.onCut ?? 'eof';
    this.input = shape.input ? new GuestWritable(this, credit) : undefined;
    this.outputs = Array.from({ length: shape.outputs }, (_, i) => new GuestReadable(this, i + 1));
  }

  /** Pid of an exec; 0 for a dialled socket. Stays pending when the result comes first: race it with that. */
  get started(): Promise<number> {
    return this.#started.promise;
  }

  /** Rejects only when the session is lost. */
  get result(): Promise<StreamResult> {
    return this.#result.promise;
  }

  send(type: number, channel: number, payload?: Uint8Array): void {
    if (this.#open && !this.#aborted) this.#host.sendFrame(type, channel, this.id, payload);
  }

  wantsToSend(): void {
    if (this.#open && !this.#aborted && this.input?.sendable) this.#host.queueData(this);
  }

  inputCut(): void {
    if (this.#onCut === 'abort') this.abort();
    else this.send(FrameType.eof, 0);
  }

  /** Kills what runs in the guest; the result follows when it is gone. */
  abort(): void {
    if (!this.#open || this.#aborted) return;
    this.send(FrameType.abort, 0);
    this.#aborted = true;
    for (const output of this.outputs) output.destroy();
    this.input?.destroy();
  }

  /** A frame of the guest; false when it breaks the protocol. */
  accept(frame: Frame): boolean {
    switch (frame.type) {
      case FrameType.data:
        return this.outputs[frame.channel - 1]?.deliver(frame.payload) ?? false;
      case FrameType.eof:
        return this.#acceptEof(frame.channel);
      case FrameType.credit:
        if (this.input === undefined || frame.channel !== 0 || frame.payload.length !== 4) return false;
        this.input.addCredit(frame.payload.readUInt32LE());
        return true;
      case FrameType.started:
        if (frame.payload.length !== 4) return false;
        this.#started.resolve(frame.payload.readUInt32LE());
        return true;
      case FrameType.result:
        return this.#acceptResult(frame.payload);
      default:
        return false;
    }
  }

  /** The session is lost. */
  fail(error: Error): void {
    if (!this.#open) return;
    this.#open = false;
    this.#started.reject(error);
    this.#result.reject(error);
    for (const output of this.outputs) output.destroy(error);
    this.input?.destroy(error);
  }

  #acceptEof(channel: number): boolean {
    if (channel === 0 && this.input !== undefined) {
      this.input.destroy(brokenPipe());
      return true;
    }
    const output = this.outputs[channel - 1];
    output?.finish();
    return output !== undefined;
  }

  #acceptResult(payload: Buffer): boolean {
    if (payload.length < 8) return false;
    const reader = new PayloadReader(payload);
    const result = { errno: reader.u32(), step: reader.u16(), data: reader.take(reader.left).subarray(2) };
    this.#open = false;
    this.#host.forget(this);
    for (const output of this.outputs) output.finish();
    if (this.input?.writableFinished === false) this.input.destroy(brokenPipe());
    this.#result.resolve(result);
    return true;
  }
}

function brokenPipe(): Error {
  return Object.assign(new Error('the reader in the guest is gone'), { code: 'EPIPE' });
}
