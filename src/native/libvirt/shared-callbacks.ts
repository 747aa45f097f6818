import type { Handle } from './handle.js';

/** What libvirt registered, and its end. */
export interface Registration {
  close(): Promise<void>;
}

interface Shared<E> {
  readonly listeners: Set<{ readonly listener: (event: E) => void }>;
  readonly starting: Promise<Registration>;
}

/**
 * libvirt takes one callback of ours for an event of one thing; here are as many listeners as one likes. Each hears of an event
 * whatever the others do.
 */
export class SharedCallbacks<E> {
  readonly #shared = new Map<string, Shared<E>>();
  /** Callbacks that are being removed, before which the next cannot be registered. */
  readonly #ending = new Map<string, Promise<void>>();

  /** Registers a callback for the first listener of that key. What it gives removes the listener; again is fine. */
  async add(
    key: string,
    listener: (event: E) => void,
    register: (deliver: (event: E) => void) => Promise<Registration>,
  ): Promise<Registration> {
    const shared = this.#shared.get(key) ?? this.#start(key, register);
    const entry = { listener };
    shared.listeners.add(entry);
    let closed: Promise<void> | undefined;
    const close = () => {
      closed ??= this.#remove(key, shared, entry);
      return closed;
    };
    try {
      await shared.starting;
    } catch (error) {
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
      throw error;
    }
    return { close };
  }

  #start(key: string, register: (deliver: (event: E) => void) => Promise<Registration>): Shared<E> {
    const listeners: Shared<E>['listeners'] = new Set();
    const deliver = (event: E) => {
      for (const { listener } of [...listeners]) callAlone(listener, event);
    };
    const before = this.#ending.get(key) ?? Promise.resolve();
    const shared = { listeners, starting: before.then(() => register(deliver)) };
    this.#shared.set(key, shared);
    return shared;
  }

  async #remove(key: string, shared: Shared<E>, entry: { listener: (event: E) => void }): Promise<void> {
    shared.listeners.delete(entry);
    if (shared.listeners.size > 0) return;
    this.#shared.delete(key);
    const ending = shared.starting.then((registration) => registration.close());
    this.#ending.set(key, ending);
    try {
      await ending;
    } finally {
      if (this.#ending.get(key) === ending) this.#ending.delete(key);
    }
  }
}

/** A listener that throws ends the program, as listeners of Node do, and not the news of the others. */
function callAlone<E>(listener: (event: E) => void, event: E): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** What libvirt tells things apart by: the UUID, or the name of what has none. */
export function identityOf(object: Handle | undefined): string {
  if (object === undefined) return '';
  const { getUUIDString, getName } = object as Partial<{ getUUIDString(): string; getName(): string }>;
  return getUUIDString?.call(object) ?? getName?.call(object) ?? '';
}
