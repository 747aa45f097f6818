import type { Duplex } from 'node:stream';
import { messageOf, VmError } from '../../../core/errors.js';
import { XenstoreError } from './error.js';
import {
  encodeMessage,
  type Message,
  MessageDecoder,
  MessageType,
  packStrings,
  type RequestName,
  unpackStrings,
} from './wire.js';

interface Pending {
  readonly name: RequestName;
  /** What the request is about, for errors. */
  readonly subject: string;
  resolve(payload: Buffer): void;
  reject(error: unknown): void;
}

/** Gets the events of one watch. */
export interface WatchListener {
  onEvent(path: string): void;
  /** No more events will come; without an error the connection was closed by us. */
  onEnd(error: VmError | undefined): void;
}

const LAST_ID = 2 ** 32 - 1;

/** Requests and watch events of one stream to xenstored. */
export class XenstoreConnection {
  readonly #stream: Duplex;
  readonly #decoder = new MessageDecoder();
  readonly #pending = new Map<number, Pending>();
  readonly #watches = new Map<string, WatchListener>();
  readonly #closed: Promise<void>;
  #lastId = 0;
  #lastToken = 0;
  #end: VmError | undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.on('error', (error) => this.#finish(broken(error)));
    stream.on('end', () => this.#finish(broken()));
    this.#closed = new Promise((resolve) => {
      stream.once('close', () => {
        this.#finish(broken());
        resolve();
      });
    });
  }

  /** The payload of the reply. Rejects with a XenstoreError, or at once when the connection is gone. */
  request(name: RequestName, payload: Buffer, transactionId = 0): Promise<Buffer> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      const requestId = this.#nextId();
      const bytes = encodeMessage({ type: MessageType[name], requestId, transactionId, payload });
      const [subject = ''] = unpackStrings(payload);
      this.#pending.set(requestId, { name, subject, resolve, reject });
      this.#stream.write(bytes);
    });
  }

  /** Adds a watch; the listener may hear of it before this resolves. Gives its token. */
  async watch(path: string, listener: WatchListener): Promise<string> {
    this.#lastToken += 1;
    const token = String(this.#lastToken);
    this.#watches.set(token, listener);
    try {
      await this.request('WATCH', packStrings(path, token));
    } catch (error) {
      this.#watches.delete(token);
      throw error;
    }
    return token;
  }

  async unwatch(path: string, token: string): Promise<void> {
    const listener = this.#watches.get(token);
    if (listener === undefined) return;
    this.#watches.delete(token);
    if (this.#end === undefined) await this.request('UNWATCH', packStrings(path, token));
  }

  /** Requests under way fail with VM_STATE. Resolves when the stream is closed. */
  close(): Promise<void> {
    const remedy = 'Do not use it after close().';
    this.#finish(new VmError('VM_STATE', 'the xenstore connection is closed', { remedy }), true);
    return this.#closed;
  }

  #nextId(): number {
    do this.#lastId = this.#lastId === LAST_ID ? 1 : this.#lastId + 1;
    while (this.#pending.has(this.#lastId));
    return this.#lastId;
  }

  #receive(chunk: Buffer): void {
    try {
      for (const message of this.#decoder.push(chunk)) this.#dispatch(message);
    } catch (error) {
      this.#finish(error instanceof VmError ? error : broken(error));
    }
  }

  #dispatch(message: Message): void {
    if (message.type === MessageType.WATCH_EVENT) {
      const [path = '', token = ''] = unpackStrings(message.payload);
      this.#watches.get(token)?.onEvent(path); // one that was just removed may have an event on its way
      return;
    }
    const pending = this.#pending.get(message.requestId);
    if (pending === undefined) {
      throw new VmError(
        'XENSTORE_ERROR',
        `a reply came to request ${message.requestId}, which was never made`,
      );
    }
    this.#pending.delete(message.requestId);
    if (message.type === MessageType.ERROR) {
      const [errno = 'EIO'] = unpackStrings(message.payload);
      pending.reject(new XenstoreError(errno, pending.name, pending.subject));
    } else if (message.type === MessageType[pending.name]) {
      pending.resolve(message.payload);
    } else {
      const text = `a ${pending.name} request got a reply of type ${message.type}`;
      pending.reject(new VmError('XENSTORE_ERROR', text));
    }
  }

  /** Once; ends all that waits. */
  #finish(error: VmError, ours = false): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    this.#stream.destroy();
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
    for (const listener of this.#watches.values()) listener.onEnd(ours ? undefined : error);
    this.#watches.clear();
  }
}

function broken(cause?: unknown): VmError {
  if (cause instanceof VmError) return cause; // e.g. HOST_LOST of an ssh connection
  const why = cause === undefined ? 'xenstored ended it' : messageOf(cause);
  return new VmError('XENSTORE_ERROR', `the xenstore connection broke: ${why}`, {
    cause,
    remedy: 'Open another one; watches and transactions of this one are gone.',
  });
}
