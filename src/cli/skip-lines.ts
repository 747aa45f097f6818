import { Transform, type TransformCallback } from 'node:stream';

const NEWLINE = 0x0a;

/** Drops the first lines of a byte stream. */
export class SkipLines extends Transform {
  #left: number;

  constructor(lines: number) {
    super();
    this.#left = lines;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let from = 0;
    while (this.#left > 0) {
      const at = chunk.indexOf(NEWLINE, from);
      if (at < 0) {
        done();
        return;
      }
      from = at + 1;
      this.#left -= 1;
    }
    done(null, chunk.subarray(from));
  }
}
