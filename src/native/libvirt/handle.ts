import { loadLibvirtAddon, type RawHandle } from './addon.js';
import type { Connect } from './connect.js';

/** The key under which objects keep what libvirt.node knows them by. Not for users of the library. */
export const RAW = Symbol('libvirt handle');

/** What libvirt.node knows an object by; null stays null. */
export const rawOf = (object: { readonly [RAW]: RawHandle } | null): RawHandle | null =>
  object?.[RAW] ?? null;

/**
 * A reference to something of libvirt. It is given back by {@link close}, at the end of an `await using` block, with
 * its connection, or by the garbage collector, whichever comes first; the thing itself is not touched by that.
 */
export abstract class Handle implements AsyncDisposable {
  readonly [RAW]: RawHandle;
  readonly #connect: Connect | undefined;

  /** Not for users: handles come from calls. */
  constructor(raw: RawHandle, connect: Connect | undefined) {
    this[RAW] = raw;
    this.#connect = connect;
  }

  /** The connection that it belongs to. */
  get connect(): Connect {
    return this.#connect ?? (this as unknown as Connect);
  }

  /** Gives the reference back. Calls under way go on; later ones fail with VM_STATE. Again is fine. */
  async close(): Promise<void> {
    loadLibvirtAddon().release(this[RAW]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
