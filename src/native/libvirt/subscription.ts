import { EventHub } from '../../core/event-hub.js';
import { loadLibvirtAddon, type RawHandle, type RawSubscription } from './addon.js';
import type { Connect } from './connect.js';
import { ConnectCloseReason } from './generated/enums.js';
import type { LibvirtEvents } from './generated/events.js';
import { EVENT_NAMES } from './generated/functions.js';
import { type Handle, RAW } from './handle.js';
import { identityOf, SharedCallbacks } from './shared-callbacks.js';

export type LibvirtEventName = keyof LibvirtEvents;

/** What narrows a subscription. */
export interface SubscribeOptions {
  /** Only events of this one; a Domain for domain events, a Network for network events, … */
  readonly object?: Handle;
  /** `qemu:monitor` only: the event of QEMU's monitor, `'SHUTDOWN'`. @default all of them */
  readonly qemuEvent?: string;
}

/** A listener that is registered; closing it removes the listener. */
export class LibvirtSubscription implements AsyncDisposable {
  readonly #raw: RawSubscription;
  readonly #onClose: () => void;

  /** Not for users: `connect.on()` makes them. */
  constructor(raw: RawSubscription, onClose: () => void) {
    this.#raw = raw;
    this.#onClose = onClose;
  }

  /** After this call no event comes. Again is fine. */
  async close(): Promise<void> {
    this.#onClose();
    await loadLibvirtAddon().unsubscribe(this.#raw);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Events in a `for await` loop. */
export interface LibvirtEventIterator<E> extends AsyncIterableIterator<E>, AsyncDisposable {}

/** The subscriptions of one connection. */
export class Subscriptions {
  readonly #connect: Connect;
  readonly #raw: RawHandle;
  readonly #open = new Set<LibvirtSubscription>();
  readonly #callbacks = new SharedCallbacks<unknown>();
  readonly #closers = new Set<() => void>();
  /** libvirt takes one close callback per connection; here are as many as one likes. */
  readonly #lost = new EventHub<{ type: 'close'; event: LibvirtEvents['close'] }>();
  #watching: Promise<void> | undefined;
  /** What was told of the loss; listeners that come later are told it too. */
  #loss: LibvirtEvents['close'] | undefined;
  readonly #onLoss: (event: LibvirtEvents['close']) => void;
  /** What libvirt.node holds: this only while somebody listens, or nothing that has a stream would ever be garbage. */
  readonly #holder: { self?: Subscriptions } = {};

  /** `onLoss` is told when the connection is lost, if that is {@link watch | watched}. */
  constructor(connect: Connect, onLoss: (event: LibvirtEvents['close']) => void) {
    this.#connect = connect;
    this.#raw = connect[RAW];
    this.#onLoss = onLoss;
  }

  /** Notices from now on when the connection is lost; that of a driver inside this process cannot be. */
  async watch(): Promise<void> {
    await this.#watch().catch(() => {});
  }

  async on<N extends LibvirtEventName>(
    name: N,
    listener: (event: LibvirtEvents[N]) => void,
    options: SubscribeOptions,
  ): Promise<{ close(): Promise<void> } & AsyncDisposable> {
    if (name === 'close') return this.#onLost(listener as (event: LibvirtEvents['close']) => void);
    const key = [name, identityOf(options.object), options.qemuEvent ?? ''].join('\n');
    const { close } = await this.#callbacks.add(key, listener as (event: unknown) => void, (deliver) =>
      this.#subscribe(name, deliver, options, true),
    );
    return { close, [Symbol.asyncDispose]: close };
  }

  async iterate<N extends LibvirtEventName>(
    name: N,
    options: SubscribeOptions & { readonly signal?: AbortSignal },
  ): Promise<LibvirtEventIterator<LibvirtEvents[N]>> {
    const hub = new EventHub<{ type: 'event'; event: LibvirtEvents[N] }>();
    const events = hub.iterate(options.signal);
    const subscription = await this.on(name, (event) => hub.emit({ type: 'event', event }), options);
    await this.watch();
    const closer = () => hub.close();
    this.#closers.add(closer);
    const end = async () => {
      this.#closers.delete(closer);
      hub.close();
      await subscription.close();
    };
    return iterator(events, end);
  }

  /** Ends everything; the connection is closed. */
  async close(): Promise<void> {
    for (const closer of this.#closers) closer();
    this.#closers.clear();
    delete this.#holder.self;
    await Promise.all([...this.#open].map((subscription) => subscription.close()));
  }

  async #subscribe<N extends LibvirtEventName>(
    name: N,
    listener: (event: LibvirtEvents[N]) => void,
    options: SubscribeOptions,
    keepsAlive: boolean,
  ): Promise<LibvirtSubscription> {
    const holder: RawSubscription[] = [];
    const addon = loadLibvirtAddon();
    const number = EVENT_NAMES.indexOf(name);
    const object = options.object?.[RAW];
    const { qemuEvent } = options;
    const starting = addon.subscribe(
      this.#raw,
      name === 'close' ? {} : this.#connect, // that one brings no handles, which would belong to it
      number,
      object,
      qemuEvent,
      listener,
      keepsAlive,
      holder,
    );
    try {
      await starting;
    } catch (error) {
      for (const raw of holder) await addon.unsubscribe(raw);
      throw error;
    }
    const [raw] = holder as [RawSubscription];
    const subscription: LibvirtSubscription = new LibvirtSubscription(raw, () =>
      this.#open.delete(subscription),
    );
    this.#open.add(subscription);
    return subscription;
  }

  async #onLost(listener: (event: LibvirtEvents['close']) => void) {
    this.#holder.self = this;
    const off = this.#lost.on('close', ({ event }) => listener(event));
    if (this.#loss !== undefined) listener(this.#loss);
    await this.#watch().catch((error: unknown) => {
      off();
      throw error;
    });
    const close = async () => off();
    return { close, [Symbol.asyncDispose]: close };
  }

  #watch(): Promise<void> {
    this.#watching ??= this.#startWatching();
    return this.#watching;
  }

  /** Registers the one close callback. libvirt takes or calls none that comes too late, so what is dead already is told here. */
  async #startWatching(): Promise<void> {
    const weak = new WeakRef(this);
    const holder = this.#holder;
    const lose = (event: LibvirtEvents['close']) => {
      const self = holder.self ?? weak.deref();
      if (self !== undefined) self.#lose(event);
    };
    const registered = this.#subscribe('close', lose, {}, false);
    const [outcome] = await Promise.allSettled([registered]);
    if (!(await this.#connect.isAlive())) this.#lose({ reason: ConnectCloseReason.ERROR });
    else if (outcome.status === 'rejected') throw outcome.reason;
  }

  #lose(event: LibvirtEvents['close']): void {
    if (this.#loss !== undefined) return;
    this.#loss = event;
    this.#onLoss(event);
    this.#lost.emit({ type: 'close', event });
    for (const closer of this.#closers) closer();
  }
}

function iterator<E>(
  events: AsyncIterableIterator<{ event: E }>,
  end: () => Promise<void>,
): LibvirtEventIterator<E> {
  const finish = async (): Promise<IteratorResult<E>> => {
    await end();
    return { value: undefined, done: true };
  };
  return {
    async next() {
      const { value, done } = await events.next();
      return done === true ? finish() : { value: value.event, done: false };
    },
    return: finish,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: end,
  };
}
