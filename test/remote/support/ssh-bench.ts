import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createVm, type Host, isVmError, type Vm, type VmEvent, type VmOptions } from 'vmwright';
import { eventually, processesMentioning } from '../../support/leaks.js';
import { Sshd } from './sshd.js';

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

/** An ssh host on this machine with emulated VMs in folders of its own. */
export class SshBench {
  readonly sshd: Sshd;
  /** Of the VMs made here since the last {@link assertNoVms}. */
  readonly events: VmEvent[] = [];

  private constructor(sshd: Sshd) {
    this.sshd = sshd;
  }

  static async open(...config: string[]): Promise<SshBench> {
    return new SshBench(await Sshd.start(...config));
  }

  createVm(options: VmOptions = {}): Promise<Vm> {
    return createVm({
      ...{ host: this.sshd.url, ssh: this.sshd.options(), engine: 'qemu', hypervisor: 'emulated' },
      memory: '192MiB',
      onEvent: (event) => this.events.push(event),
      ...options,
    });
  }

  connect(): Promise<Host> {
    return connect(this.sshd.url, this.sshd.options());
  }

  types(): VmEvent['type'][] {
    return this.events.map(({ type }) => type);
  }

  qemuPid(id: string): number {
    return Number(readFileSync(this.sshd.path('run', id, 'pid'), 'utf8'));
  }

  /** Folders and processes of VMs on the host. */
  remains(): string[] {
    const folders = ['run', 'state'].flatMap((name) => readdirSync(this.sshd.path(name)));
    const ours = folders.filter((name) => name.startsWith('vm-'));
    return [...processesMentioning(this.sshd.path('run', 'vm-')), ...ours];
  }

  /** After each test. */
  async assertNoVms(): Promise<void> {
    this.events.length = 0;
    await eventually('all VMs are gone', () => this.remains().length === 0, 10_000).catch(() => {});
    const left = this.remains();
    for (const pid of left.map((line) => Number.parseInt(line, 10)).filter(Number.isInteger)) {
      process.kill(pid, 'SIGKILL');
    }
    assert.deepEqual(
      left.map((line) => line.slice(0, 60)),
      [],
    );
  }

  close(): Promise<void> {
    return this.sshd.stop();
  }
}
