import type { VmError } from '../../../core/errors.js';
import type { WatchListener, XenstoreConnection } from './connection.js';

/** Something below a watched path was written, made or removed, or got other permissions. */
export interface XenstoreWatchEvent {
  /** The node itself; the watched path when the daemon does not tell more. */
  readonly path: string;
}

/** Paths that are kept for a slow reader; beyond that they become one event for the watched path. */
const QUEUE_LIMIT = 4096;

/**
 * The changes below a path, for a `for await` loop. An event says only that something changed: read the node to learn
 * what, and expect events without a change; the first one comes at once. Changes of one node that was not looked at yet
 * are one event, so a slow reader loses nothing but repetitions. It ends by `break`, {@link close} or its signal; when the
 * connection breaks it throws.
 */
export class XenstoreWatch implements AsyncIterableIterator<XenstoreWatchEvent>, AsyncDisposable {
  readonly path: string;
  readonly #connection: XenstoreConnection;
  readonly #queue = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => void this.close().catch(() => {}); // then the connection is gone, too
  #token: string | undefined;
  #ended = false;
  #error: VmError | undefined;

  private constructor(connection: XenstoreConnection, path: string, signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.path = path;
    this.#signal = signal;
  }

  /** @internal `Xenstore.watch()` is for users. */
  static async start(
    connection: XenstoreConnection,
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<XenstoreWatch> {
    const watch = new XenstoreWatch(connection, path, signal);
    const listener: WatchListener = {
      onEvent: (changed) => watch.#add(changed),
      onEnd: (error) => watch.#finish(error),
    };
    watch.#token = await connection.watch(path, listener);
    if (signal?.aborted === true) watch.#onAbort();
    else signal?.addEventListener('abort', watch.#onAbort, { once: true });
    return watch;
  }

  async next(): Promise<IteratorResult<XenstoreWatchEvent, undefined>> {
    while (this.#queue.size === 0 && !this.#ended) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    for (const path of this.#queue) {
      this.#queue.delete(path);
      return { value: { path }, done: false };
    }
    if (this.#error !== undefined) throw this.#error;
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<XenstoreWatchEvent, undefined>> {
    await this.close();
    return { value: undefined, done: true };
  }

  /** Removes the watch; loops over it end. Again is fine. */
  async close(): Promise<void> {
    this.#queue.clear();
    this.#finish(undefined);
    const token = this.#token;
    this.#token = undefined;
    if (token !== undefined) await this.#connection.unwatch(this.path, token);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #add(path: string): void {
    if (this.#ended) return;
    if (this.#queue.size >= QUEUE_LIMIT) {
      this.#queue.clear();
      this.#queue.add(this.path);
    } else {
      this.#queue.add(path);
    }
    this.#wake();
  }

  #finish(error: VmError | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
