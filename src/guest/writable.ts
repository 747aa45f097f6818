import { Writable } from 'node:stream';
import type { GuestStream } from './guest-stream.js';
import { FrameType } from './wire.js';

type Callback = (error?: Error | null) => void;

interface Piece {
  readonly data: Buffer;
  readonly callback: Callback;
}

/** The input channel of a guest stream. What it holds is sent by the session's sender as credit and turn allow. */
export class GuestWritable extends Writable {
  readonly #stream: GuestStream;
  #piece: Piece | undefined;
  #offset = 0;
  #credit: number;

  constructor(stream: GuestStream, credit: number) {
    super({ highWaterMark: 64 * 1024 });
    this.#stream = stream;
    this.#credit = credit;
    this.on('error', () => {}); // see GuestReadable
  }

  get sendable(): boolean {
    return this.#piece !== undefined && this.#credit > 0;
  }

  addCredit(bytes: number): void {
    this.#credit += bytes;
    this.#stream.wantsToSend();
  }

  /** Hands out the next bytes, at most `max`; the sender writes them at once. */
  takeData(max: number): Buffer {
    const piece = this.#piece;
    if (piece === undefined) return Buffer.alloc(0);
    const length = Math.min(max, this.#credit, piece.data.length - this.#offset);
    const data = piece.data.subarray(this.#offset, this.#offset + length);
    this.#offset += length;
    this.#credit -= length;
    if (this.#offset === piece.data.length) {
      this.#piece = undefined;
      process.nextTick(piece.callback);
    }
    return data;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    if (chunk.length === 0) {
      callback();
      return;
    }
    this.#piece = { data: chunk, callback };
    this.#offset = 0;
    this.#stream.wantsToSend();
  }

  override _final(callback: Callback): void {
    this.#stream.send(FrameType.eof, 0);
    callback();
  }

  override _destroy(error: Error | null, callback: Callback): void {
    const piece = this.#piece;
    this.#piece = undefined;
    piece?.callback(error);
    // An input that is cut off ends like a closed pipe; a file being written is aborted by its operation instead.
    if (!this.writableFinished) this.#stream.inputCut();
    callback(error);
  }
}
