import { setMaxListeners } from 'node:events';
import { messageOf, VmError } from './errors.js';

/** What every asynchronous call takes. */
export interface CallOptions {
  /** Aborting stops the call *and what it started*; it then rejects with code `ABORTED`. */
  signal?: AbortSignal | undefined;
  /** Milliseconds until the call gives up with code `TIMEOUT`. @default no limit, unless the call says otherwise */
  timeout?: number | undefined;
}

type Cleanup = () => unknown;

/**
 * One running call: its deadline, its abort signal and what must be undone if it fails.
 * Only {@link runOperation} makes one.
 */
export class Operation {
  readonly name: string;
  /** Aborts on the caller's abort, on the deadline, and on failure of the body. */
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #cleanups: Cleanup[] = [];
  #timer: NodeJS.Timeout | undefined;
  #parent: AbortSignal | undefined;
  #onParentAbort: (() => void) | undefined;

  constructor(name: string, options: CallOptions) {
    this.name = name;
    this.signal = this.#controller.signal;
    setMaxListeners(0, this.signal); // one listener for each step under way is no leak
    this.#armDeadline(options.timeout);
    this.#followParent(options.signal);
  }

  /** Rejects with the abort or timeout error as soon as it is known, else settles like `promise`. */
  race<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => {}); // the loser of the race must not become an unhandled rejection
    if (this.signal.aborted) return Promise.reject(this.signal.reason);
    return new Promise<T>((resolve, reject) => {
      const onAbort = () => reject(this.signal.reason);
      this.signal.addEventListener('abort', onAbort, { once: true });
      promise.then(resolve, reject).finally(() => this.signal.removeEventListener('abort', onAbort));
    });
  }

  /** Like {@link race} for work that cannot be cancelled: a result that comes too late is released. */
  async acquire<T>(promise: Promise<T>, release: (value: T) => unknown): Promise<T> {
    try {
      const value = await this.race(promise);
      this.defer(() => release(value));
      return value;
    } catch (error) {
      promise.then(release).catch(() => {}); // also when it settled in the very moment of the abort
      throw error;
    }
  }

  /** Registers an undo step; they run in reverse order when the call fails, and never when it succeeds. */
  defer(cleanup: Cleanup): void {
    this.#cleanups.push(cleanup);
  }

  throwIfAborted(): void {
    if (this.signal.aborted) throw this.signal.reason;
  }

  /** Runs the undo steps; their own failures are returned, never thrown. Used by {@link runOperation}. */
  async undo(): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (const cleanup of this.#cleanups.splice(0).reverse()) {
      try {
        await cleanup();
      } catch (error) {
        failures.push(error);
      }
    }
    return failures;
  }

  /** Stops the timer and the listener. Used by {@link runOperation}. */
  settle(error?: unknown): void {
    clearTimeout(this.#timer);
    if (this.#onParentAbort !== undefined) this.#parent?.removeEventListener('abort', this.#onParentAbort);
    if (error !== undefined && !this.signal.aborted) this.#controller.abort(error);
  }

  #armDeadline(timeout: number | undefined): void {
    if (timeout === undefined || timeout === Number.POSITIVE_INFINITY) return;
    const expire = () =>
      this.#controller.abort(new VmError('TIMEOUT', `${this.name} did not finish within ${timeout} ms`));
    this.#timer = setTimeout(expire, Math.min(timeout, 2 ** 31 - 1));
  }

  #followParent(parent: AbortSignal | undefined): void {
    if (parent === undefined) return;
    setMaxListeners(0, parent); // as many calls as the caller likes may share one signal
    this.#parent = parent;
    this.#onParentAbort = () => this.#controller.abort(abortError(this.name, parent.reason));
    if (parent.aborted) this.#onParentAbort();
    else parent.addEventListener('abort', this.#onParentAbort, { once: true });
  }
}

function abortError(name: string, reason: unknown): unknown {
  if (reason instanceof VmError) return reason; // an outer operation already said why
  const timedOut = reason instanceof Error && reason.name === 'TimeoutError'; // AbortSignal.timeout()
  return timedOut
    ? new VmError('TIMEOUT', `${name} did not finish in time`, { cause: reason })
    : new VmError('ABORTED', `${name} was aborted`, { cause: reason });
}

/**
 * Runs `body` as one operation. On failure everything it deferred is undone first, then the original
 * error is thrown; errors of the undo steps are attached to it as `cleanupErrors`.
 */
export async function runOperation<T>(
  name: string,
  options: CallOptions,
  body: (op: Operation) => Promise<T>,
): Promise<T> {
  const op = new Operation(name, options);
  try {
    op.throwIfAborted();
    const value = await body(op);
    op.settle();
    return value;
  } catch (error) {
    op.settle(error);
    const failures = await op.undo();
    if (failures.length > 0 && error instanceof Error) {
      Object.assign(error, { cleanupErrors: failures.map(messageOf) });
    }
    throw error;
  }
}
