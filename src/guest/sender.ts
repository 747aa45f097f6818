import type { Duplex } from 'node:stream';
import type { GuestStream } from './guest-stream.js';
import { encodeFrame, encodeHeader, FrameType, MAGIC_HELLO, MAX_PAYLOAD } from './wire.js';

/** Smaller payloads are copied behind their header; larger ones are written as two buffers. */
const COPY_LIMIT = 4096;

/**
 * How much of `data` may go into one payload: a payload never contains HELLO's magic, so that the agent can tell a new
 * session from the middle of a frame (docs/guest-protocol.md, 2).
 */
export function payloadLength(data: Uint8Array, max = MAX_PAYLOAD): number {
  const length = Math.min(data.length, max);
  const window = Buffer.from(data.buffer, data.byteOffset, length);
  const at = window.indexOf(MAGIC_HELLO);
  return at < 0 ? length : at + 1;
}

/** Writes frames to the byte stream: control frames at once, data of the streams in turn while the stream takes it. */
export class Sender {
  readonly #duplex: Duplex;
  readonly #ready = new Set<GuestStream>();
  #blocked = false;
  #closed = false;
  #scheduled = false;
  #corked = false;

  constructor(duplex: Duplex) {
    this.#duplex = duplex;
    duplex.on('drain', this.#onDrain);
  }

  /** What is written in one turn of the event loop goes out together: OPEN, its input and EOF are one packet. */
  write(bytes: Buffer): void {
    if (this.#closed) return;
    if (!this.#corked) {
      this.#corked = true;
      this.#duplex.cork();
      process.nextTick(this.#uncork);
    }
    if (!this.#duplex.write(bytes)) this.#blocked = true;
  }

  frame(type: number, channel: number, stream: number, payload?: Uint8Array): void {
    this.write(encodeFrame(type, channel, stream, payload));
  }

  /** The stream has data and credit. Sent at the end of this turn of the event loop, so that others get their turn. */
  queue(stream: GuestStream): void {
    this.#ready.add(stream);
    if (this.#scheduled || this.#blocked) return;
    this.#scheduled = true;
    queueMicrotask(this.#run);
  }

  forget(stream: GuestStream): void {
    this.#ready.delete(stream);
  }

  close(): void {
    this.#closed = true;
    this.#ready.clear();
    this.#duplex.off('drain', this.#onDrain);
  }

  readonly #uncork = () => {
    this.#corked = false;
    this.#duplex.uncork();
  };

  readonly #onDrain = () => {
    this.#blocked = false;
    this.#run();
  };

  readonly #run = () => {
    this.#scheduled = false;
    for (const stream of this.#ready) {
      if (this.#blocked || this.#closed) return;
      this.#ready.delete(stream); // and to the end of the line, when it has more
      this.#sendOne(stream);
      if (stream.input?.sendable) this.#ready.add(stream);
    }
  };

  #sendOne(stream: GuestStream): void {
    const data = stream.input?.takeData(MAX_PAYLOAD) ?? Buffer.alloc(0);
    for (let at = 0; at < data.length; ) {
      const part = data.subarray(at, at + payloadLength(data.subarray(at)));
      this.#data(stream.id, part);
      at += part.length;
    }
  }

  #data(stream: number, payload: Buffer): void {
    if (payload.length <= COPY_LIMIT) {
      this.frame(FrameType.data, 0, stream, payload);
      return;
    }
    this.write(encodeHeader(FrameType.data, 0, stream, payload.length));
    this.write(payload);
  }
}
