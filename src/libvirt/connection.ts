import { VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import type { Connect } from '../native/libvirt/connect.js';
import {
  ConnectCloseReason,
  DomainEventShutdownDetailType,
  DomainEventStoppedDetailType,
  DomainEventType,
} from '../native/libvirt/generated/enums.js';
import type { DomainLifecycleEvent, QemuMonitorEvent } from '../native/libvirt/generated/events.js';
import { ownAlias } from './devices-xml.js';
import { type LocalUri, parseLocalUri } from './host-uri.js';
import type { SocketForward } from './socket-forward.js';
import { readXml, type XmlNode } from './xml-reader.js';

/** How a domain stopped. */
export type StopDetail = 'guest' | 'destroyed' | 'crashed' | 'failed';

/** What happens to one domain; nothing comes after `stopped` and `lost`. */
export interface DomainWatcher {
  suspended(): void;
  resumed(): void;
  rebooted(): void;
  panicked(): void;
  /** The guest powered off or rebooted, and which of them only the domain's state tells: libvirt's Xen driver says no more. */
  off(): void;
  /** It goes on with an earlier state, or is off as it was then. */
  reverted(): void;
  /** Its end is certain: the guest powered off, or QEMU was told to end by a signal. */
  shutdown(by: 'guest' | 'host-signal'): void;
  /** A port of its virtio console was opened or closed in the guest. */
  port(id: string, open: boolean): void;
  stopped(detail: StopDetail): void;
  /** The way to libvirt broke, whatever became of the domain. */
  lost(error: VmError): void;
}

interface Subscription {
  close(): Promise<void>;
}

/** An open connection to libvirt on a host: hands out what happens to the domains that somebody watches. */
export class Connection {
  readonly connect: Connect;
  readonly uri: string;
  readonly local: LocalUri;
  readonly #hostId: string;
  readonly #forward: SocketForward | undefined;
  /** By the UUID of their domain. */
  readonly #watchers = new Map<string, Set<DomainWatcher>>();
  #subscriptions: Promise<Subscription[]> | undefined;
  #capabilities: Promise<XmlNode> | undefined;
  #lost: VmError | undefined;
  /** Why the sockets of VMs on the host, those of agent and console, cannot be reached, if so: no VM can be made. */
  noSockets: VmError | undefined;
  /** Called once when it can be used no more. */
  onLost: () => void = () => {};

  /** Use {@link Connection.adopt}. */
  private constructor(connect: Connect, hostId: string, uri: string, forward: SocketForward | undefined) {
    this.connect = connect;
    this.uri = uri;
    this.local = parseLocalUri(uri);
    this.#hostId = hostId;
    this.#forward = forward;
  }

  /** `forward`: the way to the host, closed with the connection. */
  static async adopt(
    connect: Connect,
    hostId: string,
    uri: string,
    forward: SocketForward | undefined,
  ): Promise<Connection> {
    const connection = new Connection(connect, hostId, uri, forward);
    // Drivers inside of this process cannot be lost, and say so.
    await connect
      .on('close', ({ reason }) => connection.#lose(reason))
      .catch((error: unknown) => log('libvirt: no close events: %s', error));
    return connection;
  }

  get lost(): VmError | undefined {
    return this.#lost;
  }

  /** What libvirt can do on the host; asked once. */
  capabilities(): Promise<XmlNode> {
    this.#capabilities ??= this.connect.getCapabilities().then(readXml);
    return this.#capabilities;
  }

  /** Tells `watcher` everything about a domain from now on. While anybody watches, the process lives. */
  async watch(uuid: string, watcher: DomainWatcher): Promise<void> {
    if (this.#lost !== undefined) throw this.#lost;
    const others = this.#watchers.get(uuid) ?? new Set();
    this.#watchers.set(uuid, others.add(watcher));
    this.#subscriptions ??= this.#subscribe();
    const subscriptions = this.#subscriptions;
    try {
      await subscriptions;
    } catch (error) {
      if (this.#subscriptions === subscriptions) this.#subscriptions = undefined; // for who tries again
      this.unwatch(uuid, watcher);
      throw this.#lost ?? error;
    }
  }

  unwatch(uuid: string, watcher: DomainWatcher): void {
    const others = this.#watchers.get(uuid);
    others?.delete(watcher);
    if (others?.size === 0) this.#watchers.delete(uuid);
    if (this.#watchers.size > 0) return;
    const subscriptions = this.#subscriptions;
    this.#subscriptions = undefined;
    subscriptions
      ?.then((all) => Promise.all(all.map((each) => each.close())))
      .catch((error: unknown) => log('libvirt: %s', error));
  }

  async close(): Promise<void> {
    await this.connect.close();
    await this.#forward?.close();
  }

  async #subscribe(): Promise<Subscription[]> {
    const { connect } = this;
    const starting: Promise<Subscription>[] = [
      connect.on('domain:lifecycle', (event) => this.#onLifecycle(event)),
      connect.on('domain:reboot', ({ domain }) => {
        for (const watcher of this.#of(domain.getUUIDString())) watcher.rebooted();
      }),
    ];
    if (this.local.driver === 'qemu') {
      const options = { qemuEvent: 'VSERPORT_CHANGE' };
      starting.push(connect.on('qemu:monitor', (event) => this.#onPort(event), options));
    }
    try {
      return await Promise.all(starting);
    } catch (error) {
      // The others would stay, and keep the process alive.
      const all = await Promise.allSettled(starting);
      await Promise.all(all.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
      throw error;
    }
  }

  #onLifecycle({ domain, event, detail }: DomainLifecycleEvent): void {
    const uuid = domain.getUUIDString();
    const isXen = this.local.driver === 'xen';
    const bySignal = detail === DomainEventShutdownDetailType.HOST;
    for (const watcher of this.#of(uuid)) {
      if (event === DomainEventType.SUSPENDED) watcher.suspended();
      else if (event === DomainEventType.RESUMED) watcher.resumed();
      else if (event === DomainEventType.CRASHED) watcher.panicked();
      else if (event === DomainEventType.SHUTDOWN) watcher.shutdown(bySignal ? 'host-signal' : 'guest');
      else if (event !== DomainEventType.STOPPED) continue;
      else if (detail === DomainEventStoppedDetailType.FROM_SNAPSHOT) watcher.reverted();
      else if (isXen && detail === DomainEventStoppedDetailType.SHUTDOWN) watcher.off();
      else watcher.stopped(stopDetail(detail));
    }
  }

  /** A copy, as watchers leave when they hear the end. */
  #of(uuid: string): readonly DomainWatcher[] {
    return [...(this.#watchers.get(uuid) ?? [])];
  }

  #onPort({ domain, details }: QemuMonitorEvent): void {
    const watchers = this.#of(domain.getUUIDString());
    if (watchers.length === 0 || details === null) return;
    const { id = '', open = false } = JSON.parse(details) as { id?: string; open?: boolean };
    for (const watcher of watchers) watcher.port(ownAlias(id), open);
  }

  #lose(reason: ConnectCloseReason): void {
    if (this.#lost !== undefined || reason === ConnectCloseReason.CLIENT) return;
    const cause = this.#forward?.failure;
    const why = cause instanceof Error ? cause.message : `libvirt's daemon closed the connection`;
    this.#lost = new VmError('HOST_LOST', `the connection to ${this.uri} broke: ${why}`, {
      hostId: this.#hostId,
      ...(cause === undefined ? {} : { cause }),
    });
    const watchers = [...this.#watchers.values()].flatMap((each) => [...each]);
    for (const watcher of watchers) watcher.lost(this.#lost);
    this.onLost();
  }
}

function stopDetail(detail: number): StopDetail {
  switch (detail) {
    case DomainEventStoppedDetailType.SHUTDOWN:
      return 'guest';
    case DomainEventStoppedDetailType.CRASHED:
      return 'crashed';
    case DomainEventStoppedDetailType.FAILED:
      return 'failed';
    default:
      return 'destroyed'; // saved to a file or moved away, it is gone from here by somebody's will
  }
}
