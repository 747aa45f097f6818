/** Anything with a `type` can travel through an {@link EventHub}. */
export interface TypedEvent {
  readonly type: string;
}

type Listener<E> = (event: E) => void;
type OfType<E extends TypedEvent, T extends E['type']> = Extract<E, { type: T }>;

/** Events an iterator keeps for a slow reader; older ones are dropped. */
const ITERATOR_BUFFER = 1024;

/** Typed events for listeners and async iterators alike. Listeners run synchronously, in order of registration. */
export class EventHub<E extends TypedEvent> {
  readonly #listeners = new Set<Listener<E>>();
  readonly #closers = new Set<() => void>();
  #closed = false;

  /** Calls `listener` for each event of that type; returns the function that removes it. */
  on<T extends E['type']>(type: T, listener: Listener<OfType<E, T>>): () => void {
    return this.onAny((event) => {
      if (event.type === type) listener(event as OfType<E, T>);
    });
  }

  onAny(listener: Listener<E>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: E): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Ends every iterator; later events are still given to listeners. */
  close(): void {
    this.#closed = true;
    for (const closer of [...this.#closers]) closer();
  }

  /** An iterator over all events from now on; ends on `close()` or when `signal` aborts. */
  iterate(signal?: AbortSignal): AsyncIterableIterator<E> {
    const queue: E[] = [];
    let wake: (() => void) | undefined;
    let done = this.#closed || signal?.aborted === true;
    const off = this.onAny((event) => {
      if (queue.push(event) > ITERATOR_BUFFER) queue.shift();
      wake?.();
    });
    const finish = () => {
      done = true;
      off();
      this.#closers.delete(finish);
      signal?.removeEventListener('abort', finish);
      wake?.();
    };
    if (done) finish();
    else {
      this.#closers.add(finish);
      signal?.addEventListener('abort', finish, { once: true });
    }
    const next = async (): Promise<IteratorResult<E>> => {
      while (queue.length === 0 && !done) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const value = queue.shift();
      return value === undefined ? { value: undefined, done: true } : { value, done: false };
    };
    const end = async (): Promise<IteratorResult<E>> => {
      queue.length = 0;
      finish();
      return { value: undefined, done: true };
    };
    return {
      next,
      return: end,
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
