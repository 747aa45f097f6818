import { FRAME_HEADER, type Frame, MAGIC_SIZE, MAGIC_START, MAX_PAYLOAD } from './wire.js';

/** Why the guest's bytes cannot be understood. */
export class FrameError extends Error {}

/** The agent started anew, or closed the session: sent instead of frames. */
export const SESSION_OVER = Symbol('session over');

/**
 * Cuts the byte stream of one session into frames. Holds at most one incomplete frame and the chunk that completed it;
 * a length above the limit is refused before anything of it is kept.
 */
export class FrameParser {
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes needed before anything can be done. */
  #wanted = FRAME_HEADER;

  /** Calls `onFrame` for each complete frame until it returns false. */
  push(chunk: Buffer, onFrame: (frame: Frame) => boolean): typeof SESSION_OVER | undefined {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#endsWithStart(chunk)) return SESSION_OVER;
    if (this.#length < this.#wanted) return undefined;
    const data = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#length);
    const used = this.#cut(data, onFrame);
    const rest = data.subarray(used);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return undefined;
  }

  /** The agent says nothing after START until it hears HELLO, so START is the end of what was received. */
  #endsWithStart(chunk: Buffer): boolean {
    if (this.#length < MAGIC_SIZE || chunk[chunk.length - 1] !== MAGIC_START[MAGIC_SIZE - 1]) return false;
    let tail = chunk.subarray(-MAGIC_SIZE);
    for (let i = this.#chunks.length - 2; i >= 0 && tail.length < MAGIC_SIZE; i -= 1) {
      tail = Buffer.concat([this.#chunks[i] ?? Buffer.alloc(0), tail]).subarray(-MAGIC_SIZE);
    }
    return tail.equals(MAGIC_START);
  }

  #cut(data: Buffer, onFrame: (frame: Frame) => boolean): number {
    let at = 0;
    for (;;) {
      this.#wanted = FRAME_HEADER;
      if (data.length - at < FRAME_HEADER) return at;
      const length = data.readUInt32LE(at + 8);
      if (length > MAX_PAYLOAD || data.readUInt16LE(at + 2) !== 0) throw new FrameError('bad frame header');
      this.#wanted = FRAME_HEADER + length;
      if (data.length - at < this.#wanted) return at;
      const frame = {
        type: data.readUInt8(at),
        channel: data.readUInt8(at + 1),
        stream: data.readUInt32LE(at + 4),
        payload: data.subarray(at + FRAME_HEADER, at + this.#wanted),
      };
      at += this.#wanted;
      if (!onFrame(frame)) return data.length;
    }
  }
}
