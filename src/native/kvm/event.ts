import { VmError } from '../../core/errors.js';
import { type CallOptions, runOperation } from '../../core/operation.js';
import { loadKvmAddon } from '../kvm-addon.js';
import type { EventHandle } from './calls.js';

let handleOf: (event: KvmEvent) => EventHandle;

/**
 * An eventfd: a counter that the kernel and JavaScript add to and wait for. With {@link KvmVm.assignIrqfd} it raises
 * an interrupt, with {@link KvmVm.assignIoeventfd} a guest's write sets it off without an exit. eventfd(2).
 */
export class KvmEvent implements Disposable {
  readonly #addon = loadKvmAddon();
  readonly #handle: EventHandle;

  static {
    handleOf = (event) => event.#handle;
  }

  /** @throws VmError KVM_ERROR when the process has no descriptor left; NATIVE_UNAVAILABLE. */
  constructor() {
    this.#handle = this.#addon.eventCreate();
  }

  /**
   * Adds to the counter, which wakes who waits for it.
   *
   * @param count @default 1n
   * @throws VmError KVM_ERROR with errno EAGAIN when the counter is full, VM_STATE when it is closed.
   */
  signal(count = 1n): void {
    this.#addon.eventAdd(this.#handle, count);
  }

  /** The counter, which becomes 0; does not wait. */
  take(): bigint {
    return this.#addon.eventTake(this.#handle);
  }

  /**
   * The counter, as soon as it is not 0; it becomes 0. One wait at a time; it keeps the process alive.
   *
   * @throws VmError ABORTED, TIMEOUT, VM_STATE when it is closed or somebody waits already.
   */
  wait(options: CallOptions = {}): Promise<bigint> {
    return runOperation('KvmEvent.wait', options, async (op) => {
      const waiting = this.#addon.eventWait(this.#handle);
      const cancel = () => this.#addon.eventCancelWait(this.#handle);
      op.signal.addEventListener('abort', cancel, { once: true });
      try {
        const count = await waiting;
        if (count !== undefined) return count;
      } finally {
        op.signal.removeEventListener('abort', cancel);
      }
      op.throwIfAborted();
      throw new VmError('VM_STATE', 'the event was closed', { remedy: 'Do not use it after close().' });
    });
  }

  /** Closes the descriptor; a wait under way rejects with VM_STATE. What was assigned to a VM stays so. */
  close(): void {
    this.#addon.eventClose(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** What kvm.node knows the event by; not for users of the library. */
export const eventHandle = (event: KvmEvent): EventHandle => handleOf(event);
