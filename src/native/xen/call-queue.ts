import { VmError } from '../../core/errors.js';

/**
 * Runs the calls on one handle one after another. The handle makes one call at a time anyway; waiting here instead of in
 * libuv's threads leaves those to others.
 */
export class CallQueue {
  readonly #what: string;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(what: string) {
    this.#what = what;
  }

  /** Rejects with VM_STATE after {@link close}. */
  run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#closed) {
      const remedy = 'Do not use it after close().';
      return Promise.reject(new VmError('VM_STATE', `${this.#what} is closed`, { remedy }));
    }
    const result = this.#last.then(call);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Takes no more calls; resolves when those before it are done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }
}
