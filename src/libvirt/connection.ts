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
export type StopDetail = 'guest' | 'host-signal' | 'destroyed' | 'crashed' | 'failed';

/** What happens to one domain; nothing comes after `stopped` and `lost`. */
export interface DomainWatcher {
  suspended(): void;
  resumed(): void;
  rebooted(): void;
  panicked(): void;
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
  readonly #watchers = new Map<string, DomainWatcher>();
  /** Domains whose QEMU was told to end by a signal: libvirt then says that they were shut down. */
  readonly #signalled = new Set<string>();
  #subscriptions: Promise<Subscription[]> | undefined;
  #capabilities: Promise<XmlNode> | undefined;
  #lost: VmError | undefined;
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
    this.#watchers.set(uuid, watcher);
    this.#subscriptions ??= this.#subscribe();
    try {
      await this.#subscriptions;
    } catch (error) {
      this.#subscriptions = undefined;
      this.#watchers.delete(uuid);
      throw this.#lost ?? error;
    }
  }

  unwatch(uuid: string): void {
    this.#watchers.delete(uuid);
    this.#signalled.delete(uuid);
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
    const rebooted = ({ domain }: DomainLifecycleEvent | { domain: DomainLifecycleEvent['domain'] }) =>
      this.#watchers.get(domain.getUUIDString())?.rebooted();
    const all = [
      connect.on('domain:lifecycle', (event) => this.#onLifecycle(event)),
      connect.on('domain:reboot', rebooted),
    ];
    if (this.local.driver === 'qemu') {
      const options = { qemuEvent: 'VSERPORT_CHANGE' };
      all.push(connect.on('qemu:monitor', (event) => this.#onPort(event), options));
    }
    return Promise.all(all);
  }

  #onLifecycle({ domain, event, detail }: DomainLifecycleEvent): void {
    const uuid = domain.getUUIDString();
    const watcher = this.#watchers.get(uuid);
    switch (event) {
      case DomainEventType.SUSPENDED:
        watcher?.suspended();
        break;
      case DomainEventType.RESUMED:
        watcher?.resumed();
        break;
      case DomainEventType.CRASHED:
        watcher?.panicked();
        break;
      case DomainEventType.SHUTDOWN:
        if (detail === DomainEventShutdownDetailType.HOST && watcher !== undefined) this.#signalled.add(uuid);
        break;
      case DomainEventType.STOPPED:
        watcher?.stopped(this.#signalled.has(uuid) ? 'host-signal' : stopDetail(detail));
    }
  }

  #onPort({ domain, details }: QemuMonitorEvent): void {
    const watcher = this.#watchers.get(domain.getUUIDString());
    if (watcher === undefined || details === null) return;
    const { id = '', open = false } = JSON.parse(details) as { id?: string; open?: boolean };
    watcher.port(ownAlias(id), open);
  }

  #lose(reason: ConnectCloseReason): void {
    if (this.#lost !== undefined || reason === ConnectCloseReason.CLIENT) return;
    const cause = this.#forward?.failure;
    const why = cause instanceof Error ? cause.message : `libvirt's daemon closed the connection`;
    this.#lost = new VmError('HOST_LOST', `the connection to ${this.uri} broke: ${why}`, {
      hostId: this.#hostId,
      ...(cause === undefined ? {} : { cause }),
    });
    for (const watcher of [...this.#watchers.values()]) watcher.lost(this.#lost);
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
