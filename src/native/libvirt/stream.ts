import { Duplex } from 'node:stream';
import { VmError } from '../../core/errors.js';
import { type LibvirtAddon, loadLibvirtAddon, type RawHandle } from './addon.js';
import type { Connect } from './connect.js';
import { RAW } from './handle.js';

/** Bytes that are asked for at once: a packet of libvirt, of which a local stream gives no more at once either. */
const CHUNK = 262_120;

/** Bytes that are given to the thread that sends at once, which makes packets of them: switches of threads cost more. */
const PORTION = 2 ** 20;

/** Portions that are copied for the thread that sends, so that it need not wait for JavaScript after each. */
const WINDOW = 4;

/** Bytes that may wait to be sent, so that a source can be read meanwhile. */
const AHEAD = 4 * 2 ** 20;

/** A hole of a sparse stream: so many bytes of zeros that were not sent. */
export interface StreamHole {
  readonly hole: bigint;
}

/**
 * A stream of libvirt as a Duplex of Node: a console, a screenshot, the content of a volume. Made by
 * `connect.streamNew()` and given to the call that connects it; nothing is read before somebody wants to read, and
 * writing waits for the other side.
 *
 * `end()` finishes the stream and waits for the confirmation of the other side; `destroy()` gives it up. A stream that
 * was read to its end finishes by itself.
 */
export class Stream extends Duplex {
  readonly [RAW]: RawHandle;
  readonly connect: Connect;
  #finishing: Promise<void> | undefined;
  /** Calls under way that may wait for the other side. */
  #waiting = 0;
  /** Portions on their way to the other side, in their order; at most WINDOW of them. */
  readonly #underWay: Promise<void>[] = [];
  #lost: VmError | undefined;

  /** Not for users: `connect.streamNew()` makes streams. */
  constructor(raw: RawHandle, connect: Connect) {
    super({ allowHalfOpen: false, readableHighWaterMark: 4 * CHUNK, writableHighWaterMark: AHEAD });
    this[RAW] = raw;
    this.connect = connect;
  }

  override _read(): void {
    this.#call((addon) => addon.streamRead(this[RAW], CHUNK, false))
      .then((chunk) => this.#received(chunk))
      .catch((error) => this.destroy(error));
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    this.#send([chunk]).then(() => done(), done);
  }

  override _writev(writes: { readonly chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this.#send(writes.map(({ chunk }) => chunk)).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    const finished = Promise.all(this.#underWay).then(() => this.#finish());
    finished.then(() => {
      this.push(null);
      if (this.readableFlowing === null) this.resume(); // nothing will be read, but 'end' must come
      done();
    }, done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const addon = loadLibvirtAddon();
    const ended = this.#finishing ?? addon.streamAbort(this[RAW]);
    ended
      .catch(() => {}) // the connection is gone, and the stream with it; or finish() said why already
      .then(() => {
        addon.release(this[RAW]);
        done(error);
      });
  }

  /**
   * Reads a sparse stream, `volume.download(stream, 0, 0, 'SPARSE_STREAM')`: its data and its holes in order. Instead of
   * all other ways to read.
   */
  async *readSparse(): AsyncGenerator<Buffer | StreamHole, void, undefined> {
    try {
      for (;;) {
        const chunk = await this.#call((addon) => addon.streamRead(this[RAW], CHUNK, true));
        if (chunk === null || chunk === undefined) break;
        yield typeof chunk === 'bigint' ? { hole: chunk } : asBuffer(chunk);
      }
      await this.#finish();
    } finally {
      this.destroy();
    }
  }

  /** Writes a hole of so many bytes into a sparse upload. Not while a write is under way. */
  async sendHole(length: number | bigint): Promise<void> {
    await Promise.all(this.#underWay);
    return this.#call((addon) => addon.streamSendHole(this[RAW], BigInt(length)));
  }

  /**
   * Not for users: the connection is lost. libvirt wakes nobody who waits for it, so this does; who reads or writes later is
   * told then, as an error that nobody listens to would end the program.
   */
  lose(error: VmError): void {
    this.#lost = error;
    if (this.#waiting > 0) this.destroy(error);
  }

  async #call<T>(start: (addon: LibvirtAddon) => Promise<T>): Promise<T> {
    if (this.#lost !== undefined) throw this.#lost;
    this.#waiting += 1;
    try {
      const result = await start(loadLibvirtAddon());
      if (result === undefined && this.#lost !== undefined) throw this.#lost;
      return result;
    } catch (error) {
      throw this.#lost ?? error;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Until all is handed over: the last portions are under way, so that the thread that sends has the next one at once. */
  async #send(chunks: readonly Uint8Array[]): Promise<void> {
    for (const portion of portionsOf(chunks, PORTION)) {
      if (this.#underWay.length === WINDOW) await this.#underWay[0];
      if (this.destroyed) throw new VmError('VM_STATE', 'the stream was ended');
      const sent = this.#call((addon) => addon.streamWrite(this[RAW], portion));
      this.#underWay.push(sent);
      // What failed stays there, for those who come later.
      sent.then(
        () => this.#underWay.shift(),
        (error) => this.destroy(error),
      );
    }
  }

  #received(chunk: Uint8Array<ArrayBuffer> | bigint | null | undefined): void {
    if (this.destroyed || chunk === undefined) return;
    if (chunk instanceof Uint8Array) {
      this.push(asBuffer(chunk));
      return;
    }
    // The other side tells only now whether it was the whole content.
    this.#finish().then(
      () => this.push(null),
      (error) => this.destroy(error),
    );
  }

  #finish(): Promise<void> {
    this.#finishing ??= loadLibvirtAddon().streamFinish(this[RAW]);
    return this.#finishing;
  }
}

const asBuffer = (bytes: Uint8Array<ArrayBuffer>): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The same bytes in portions of that size, the last one smaller. */
export function* portionsOf(chunks: readonly Uint8Array[], size: number): Generator<Uint8Array[]> {
  let portion: Uint8Array[] = [];
  let room = size;
  for (let chunk of chunks) {
    while (chunk.length >= room) {
      yield [...portion, chunk.subarray(0, room)];
      chunk = chunk.subarray(room);
      portion = [];
      room = size;
    }
    if (chunk.length > 0) portion.push(chunk);
    room -= chunk.length;
  }
  if (portion.length > 0) yield portion;
}
