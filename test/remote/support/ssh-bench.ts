import assert from 'node:assert/strict';
import type { Context } from 'mocha';
import { connect, createVm, type Host, isVmError, type Vm, type VmEvent, type VmOptions } from 'vmwright';
import type { SshOptions } from '#src/remote/index.js';
import { HostSshd } from '../../hosts/support/host-sshd.js';
import { BOOT_LIMIT, requireHost } from '../../hosts/support/real-host.js';
import { eventually } from '../../support/leaks.js';
import { skipBecause } from '../../support/skip.js';
import { noSshd, Sshd } from './sshd.js';

export const withCode = (code: string) => (error: unknown) => {
  assert.ok(isVmError(error), String(error));
  assert.equal(error.code, code, error.message);
  return true;
};

/** What a promise was rejected with, and when it settled. */
export interface Outcome {
  readonly error: unknown;
  readonly at: number;
}

export async function outcome(promise: Promise<unknown>): Promise<Outcome> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, at: performance.now() };
}

export async function bootId(vm: Vm): Promise<string> {
  return (await vm.exec('cat', ['/proc/sys/kernel/random/boot_id'])).stdout;
}

/** An sshd that a test commands, on this machine or on a real host. */
export interface BenchServer {
  readonly url: string;
  /** A file of this machine with its host key. */
  readonly knownHosts: string;
  /** On its own machine. */
  path(...parts: string[]): string;
  /** Options with which the login works. */
  options(more?: SshOptions): SshOptions;
  /** Runs a shell script on its machine, beside the connections under test. */
  run(script: string, ...args: string[]): Promise<string>;
  killSessions(): Promise<void>;
  kill(): Promise<void>;
  listen(): Promise<void>;
  /** Folders and processes of VMs. */
  remains(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Where VMs are run over ssh: emulated ones on this machine, or under KVM on the host `kvm` of the test hosts. */
export interface BenchPlace {
  readonly name: string;
  readonly hypervisor: 'emulated' | 'kvm';
  /** Milliseconds in which a broken connection has to be told. */
  readonly prompt: number;
  /** Milliseconds in which a client has to be back after the host is; the machine may be busy. */
  readonly back: number;
  start(context: Context, config: string[]): Promise<BenchServer>;
}

const LOCAL: BenchPlace = {
  name: 'this machine',
  hypervisor: 'emulated',
  prompt: 1000,
  back: 30_000,
  start: (context, config) => {
    const reason = noSshd();
    return reason === undefined ? Sshd.start(...config) : skipBecause(context, reason);
  },
};

const REAL: BenchPlace = {
  name: 'real host kvm',
  hypervisor: 'kvm',
  prompt: 3000,
  back: 60_000,
  start: (context, config) => HostSshd.start(requireHost(context, 'kvm'), { config }),
};

/** The real host when test hosts are named, as in `npm run test:hosts`. */
export const BENCH_PLACE = process.env.VMWRIGHT_TEST_HOSTS ? REAL : LOCAL;

/** An ssh host with VMs in folders of its own. */
export class SshBench {
  readonly sshd: BenchServer;
  readonly place: BenchPlace;
  /** Of the VMs made here since the last {@link assertNoVms}. */
  readonly events: VmEvent[] = [];

  private constructor(sshd: BenchServer, place: BenchPlace) {
    this.sshd = sshd;
    this.place = place;
  }

  /** For a test or hook: skips it where there can be no sshd. */
  static async open(context: Context, ...config: string[]): Promise<SshBench> {
    return new SshBench(await BENCH_PLACE.start(context, config), BENCH_PLACE);
  }

  /** Options of all its VMs. */
  get vmOptions(): VmOptions {
    const { hypervisor } = this.place;
    return {
      host: this.sshd.url,
      ssh: this.sshd.options(),
      engine: 'qemu',
      hypervisor,
      memory: '192MiB',
      timeout: BOOT_LIMIT,
    };
  }

  createVm(options: VmOptions = {}): Promise<Vm> {
    return createVm({ ...this.vmOptions, onEvent: (event) => this.events.push(event), ...options });
  }

  connect(): Promise<Host> {
    return connect(this.sshd.url, this.sshd.options());
  }

  types(): VmEvent['type'][] {
    return this.events.map(({ type }) => type);
  }

  count(type: VmEvent['type']): number {
    return this.events.filter((event) => event.type === type).length;
  }

  happens(type: VmEvent['type'], times = 1): Promise<void> {
    return eventually(`${type} ${times} times`, () => this.count(type) >= times, this.place.back);
  }

  async qemuPid(id: string): Promise<number> {
    return Number(await this.sshd.run('cat "$1"', this.sshd.path('run', id, 'pid')));
  }

  async signal(pid: number, name: 'KILL' | 'TERM'): Promise<void> {
    await this.sshd.run('kill -s "$1" "$2"', name, String(pid));
  }

  /** Folders and processes of VMs on the host. */
  remains(): Promise<string[]> {
    return this.sshd.remains();
  }

  /** After each test. */
  async assertNoVms(): Promise<void> {
    this.events.length = 0;
    const none = async () => (await this.remains()).length === 0;
    await eventually('all VMs are gone', none, this.place.back / 2).catch(() => {});
    const left = await this.remains();
    for (const pid of left.map((line) => /^process (\d+)/.exec(line)?.[1])) {
      if (pid !== undefined) await this.signal(Number(pid), 'KILL').catch(() => {}); // it may end meanwhile
    }
    assert.deepEqual(
      left.map((line) => line.slice(0, 80)),
      [],
    );
  }

  close(): Promise<void> {
    return this.sshd.stop();
  }
}
