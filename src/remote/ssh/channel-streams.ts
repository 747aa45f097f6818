import { Duplex, Readable, Writable } from 'node:stream';

/** Hands on what arrives, no faster than `to` is read. */
function feed(source: Readable, to: Readable): void {
  source.on('data', (chunk: Buffer) => {
    if (!to.destroyed && !to.push(chunk)) source.pause();
  });
  // The end may be gone by, for a channel whose header was all there was.
  if (source.readableEnded) to.push(null);
  else source.once('end', () => to.push(null));
  source.once('error', (error) => to.destroy(error));
  source.pause();
}

/**
 * The two halves of a channel of ssh2, each with the life of its own that pipes of a local program have: one can be
 * destroyed without the other, errors arrive before the end, and a full buffer stops the reading.
 */
export class SourceHalf extends Readable {
  readonly #source: Readable;

  constructor(source: Readable) {
    super();
    this.#source = source;
    feed(source, this);
  }

  override _read(): void {
    this.#source.resume();
  }

  /** What is not read any more must not stop the other streams of the channel, which share one window. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#source.resume();
    done(error);
  }
}

export class SinkHalf extends Writable {
  readonly #sink: Writable;

  constructor(sink: Writable) {
    super();
    this.#sink = sink;
    sink.once('close', () => this.destroy());
    sink.once('error', (error) => this.destroy(error));
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#sink.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#sink.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#sink.end();
    done(error);
  }
}

/** What a {@link StreamPair} is made of. */
export interface PairParts {
  readonly source: Readable;
  readonly sink: Writable;
  /** Ends both for good. */
  readonly close: () => void;
  /** Keeps Node running until the returned function is called. */
  readonly hold: () => () => void;
}

/** Two one-way streams as one that behaves like a `net.Socket`: half-closed means closed, `ref`, `unref`. */
export class StreamPair extends Duplex {
  readonly #parts: PairParts;
  #release: (() => void) | undefined;

  constructor(parts: PairParts) {
    super({ allowHalfOpen: false });
    this.#parts = parts;
    feed(parts.source, this);
    parts.sink.once('error', (error) => this.destroy(error));
    this.ref();
  }

  ref(): this {
    if (!this.destroyed) this.#release ??= this.#parts.hold();
    return this;
  }

  unref(): this {
    this.#release?.();
    this.#release = undefined;
    return this;
  }

  override _read(): void {
    this.#parts.source.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#parts.sink.write(chunk, done);
  }

  /** What was corked together goes out in one packet; each one wakes sshd and whoever listens behind it. */
  override _writev(writes: readonly { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#parts.sink.write(Buffer.concat(writes.map(({ chunk }) => chunk)), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#parts.sink.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.unref();
    this.#parts.source.resume();
    this.#parts.close();
    done(error);
  }
}
