import { Readable } from 'node:stream';
import type { GuestStream } from './guest-stream.js';
import { FrameType, u32, WINDOW } from './wire.js';

/** Credit is given back in portions, so that a CREDIT frame pays for several DATA frames. */
const GRANT = WINDOW / 4;

/**
 * One output channel of a guest stream. Credit is granted only as the reader takes bytes: at most {@link WINDOW} bytes
 * wait here, and a slow reader holds the guest process back.
 */
export class GuestReadable extends Readable {
  readonly #stream: GuestStream;
  readonly #channel: number;
  readonly #queue: Buffer[] = [];
  #credit = WINDOW;
  #taken = 0;
  #wanted = false;
  #ended = false;

  constructor(stream: GuestStream, channel: number) {
    super({ highWaterMark: 64 * 1024 });
    this.#stream = stream;
    this.#channel = channel;
    this.on('error', () => {}); // the promises of the operation tell; a stream nobody reads must not crash the program
  }

  /** Takes a DATA payload; false when the guest had no credit for it. */
  deliver(data: Buffer): boolean {
    if (data.length > this.#credit || this.#ended) return false;
    this.#credit -= data.length;
    if (this.destroyed) return true;
    this.#queue.push(data);
    if (this.#wanted) this.#feed();
    return true;
  }

  /** The guest sends nothing more on this channel. */
  finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#wanted) this.#feed();
  }

  override _read(): void {
    this.#wanted = true;
    this.#feed();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#queue.length = 0;
    if (!this.#ended) this.#stream.send(FrameType.eof, this.#channel); // the writer gets SIGPIPE
    callback(error);
  }

  #feed(): void {
    for (let data = this.#queue.shift(); data !== undefined; data = this.#queue.shift()) {
      this.#taken += data.length;
      this.#wanted = this.push(data);
      if (!this.#wanted) break;
    }
    this.#grant();
    if (this.#ended && this.#queue.length === 0) this.push(null);
  }

  #grant(): void {
    if (this.#taken < GRANT || this.#ended) return;
    this.#credit += this.#taken;
    this.#stream.send(FrameType.credit, this.#channel, u32(this.#taken));
    this.#taken = 0;
  }
}
