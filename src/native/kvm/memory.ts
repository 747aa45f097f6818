import { constants } from 'node:buffer';
import { OptionError } from '../../core/errors.js';
import { parseSize, type Size } from '../../core/size.js';
import { loadKvmAddon } from '../kvm-addon.js';
import type { MemoryHandle } from './calls.js';

const PAGE_SIZE = 4096;

let handleOf: (memory: KvmMemory) => MemoryHandle;

/**
 * Memory for guests, visible to JavaScript: anonymous pages that cost nothing until touched. The pages live until
 * this object (or its `buffer`) *and* every VM that has them in a slot are gone.
 */
export class KvmMemory implements Disposable {
  /** The pages. Its length becomes 0 on {@link close}; it can neither be transferred nor shared with workers. */
  readonly buffer: ArrayBuffer;
  /** View of all of {@link buffer}. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes. */
  readonly size: number;
  readonly #handle: MemoryHandle;

  static {
    handleOf = (memory) => memory.#handle;
  }

  private constructor(size: number) {
    [this.#handle, this.buffer] = loadKvmAddon().memoryCreate(size);
    this.bytes = new Uint8Array(this.buffer);
    this.size = size;
  }

  /**
   * Zeroed memory.
   *
   * @param size Bytes or a string with a binary unit; a multiple of 4096, at most `buffer.constants.MAX_LENGTH`.
   * @throws OptionError for an impossible size; VmError KVM_ERROR with errno ENOMEM when the host has too little;
   *   NATIVE_UNAVAILABLE when kvm.node does not load here.
   */
  static allocate(size: Size): KvmMemory {
    const bytes = parseSize(size, 'size');
    if (bytes === 0 || bytes % PAGE_SIZE !== 0 || bytes > constants.MAX_LENGTH) {
      throw new OptionError(
        `size must be a multiple of ${PAGE_SIZE} from ${PAGE_SIZE} to ${constants.MAX_LENGTH}, not ${bytes}`,
      );
    }
    return new KvmMemory(bytes);
  }

  /** Takes the pages from JavaScript at once: views of {@link buffer} become empty. VMs keep them. */
  close(): void {
    loadKvmAddon().memoryClose(this.#handle, this.buffer);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** What kvm.node knows the memory by; not for users of the library. */
export const memoryHandle = (memory: KvmMemory): MemoryHandle => handleOf(memory);
