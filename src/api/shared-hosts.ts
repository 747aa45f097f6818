import type { CallOptions } from '../core/operation.js';
import type { SshOptions } from '../remote/index.js';
import type { Host } from './host.js';
import type { Vm } from './vm.js';

type Connect = (host: string, options: SshOptions & CallOptions) => Promise<Host>;

interface Shared {
  readonly host: Promise<Host>;
  users: number;
}

/**
 * Connections that `createVm({ host })` opens by itself: one per host and way of logging in, shared by all its VMs,
 * closed when the last of them has ended or was let go of.
 */
export class SharedHosts {
  readonly #connect: Connect;
  readonly #open: { key: readonly unknown[]; shared: Shared }[] = [];

  constructor(connect: Connect) {
    this.#connect = connect;
  }

  async use(
    url: string,
    ssh: SshOptions,
    call: CallOptions,
    create: (host: Host) => Promise<Vm>,
  ): Promise<Vm> {
    const { signal, timeout } = call;
    const shared = this.#take(url, ssh, { signal, timeout });
    try {
      const host = await shared.host;
      const vm = await create(host);
      vm.life.over.then(() => this.#leave(shared));
      return vm;
    } catch (error) {
      await this.#leave(shared);
      throw error;
    }
  }

  #take(url: string, ssh: SshOptions, call: CallOptions): Shared {
    const key = [
      url,
      ...Object.entries(ssh)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flat(),
    ];
    const known = this.#open.find(
      (each) => each.key.length === key.length && each.key.every((v, i) => v === key[i]),
    );
    if (known !== undefined) {
      known.shared.users += 1;
      return known.shared;
    }
    const shared = { host: this.#connect(url, { ...ssh, ...call }), users: 1 };
    this.#open.push({ key, shared });
    return shared;
  }

  async #leave(shared: Shared): Promise<void> {
    shared.users -= 1;
    if (shared.users > 0) return;
    const index = this.#open.findIndex((each) => each.shared === shared);
    if (index >= 0) this.#open.splice(index, 1);
    await shared.host.then(
      (host) => host.close(),
      () => {}, // it never opened, and its user was told why
    );
  }
}
