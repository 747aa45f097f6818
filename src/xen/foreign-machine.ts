import type { Duplex, Readable } from 'node:stream';
import { VmError } from '../core/errors.js';
import { EventHub } from '../core/event-hub.js';
import type { Operation } from '../core/operation.js';
import type { DeviceList } from '../engine/device-list.js';
import type { Machine, MachineEvent, MachineState, MachineStats } from '../engine/engine.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { HostProcess, Runner } from '../remote/runner.js';
import { QmpClient, type QmpCommand } from '../vm-process/index.js';
import { deviceList } from './device-list.js';
import { renameDomain } from './rename.js';
import { domainStats } from './stats.js';

type EndedEvent = Extract<MachineEvent, { type: 'ended' }>;

/** A domain that another program made: it can be controlled, but has no agent of ours, and its console is not ours to take. */
export class ForeignMachine implements Machine {
  readonly engine = 'xen';
  readonly hypervisor = 'xen';
  readonly events = new EventHub<MachineEvent>();
  readonly #process: HostProcess;
  #spec: VmSpec;
  readonly #qmp: QmpClient;
  readonly #over: Promise<void>;
  #state: MachineState = 'running';
  #end: EndedEvent | undefined;
  #destroyed = false;

  private constructor(spec: VmSpec, process: HostProcess) {
    this.#spec = spec;
    this.#process = process;
    process.stderr.resume();
    this.#qmp = new QmpClient({ input: process.stdout, output: process.stdin }, 'vmwright-toolstack');
    this.#qmp.events.on('STOP', () => this.#become('paused', { type: 'paused' }));
    this.#qmp.events.on('RESUME', () => this.#become('running', { type: 'resumed' }));
    this.#qmp.events.on('RESET', () => this.#become('running', { type: 'rebooted' }));
    this.#qmp.events.on('DISK_EJECTED', ({ vdev }) => this.events.emit({ type: 'disk-ejected', disk: vdev }));
    this.#over = this.#qmp.closed.then(() => this.#finish());
  }

  static async attach(runner: Runner, spec: VmSpec, program: string, op: Operation): Promise<ForeignMachine> {
    const process = await op.acquire(runner.spawn([program, '--control', spec.id]), (late) => late.kill());
    const machine = new ForeignMachine(spec, process);
    try {
      await op.race(machine.#qmp.ready);
      const { status } = await op.race(machine.#qmp.execute('query-status'));
      machine.#state = status === 'paused' ? 'paused' : 'running';
    } catch (cause) {
      op.throwIfAborted();
      if (machine.#qmp.lost !== undefined) throw machine.#qmp.lost;
      throw new VmError('VM_NOT_FOUND', `the domain ${spec.name} cannot be controlled`, {
        vmId: spec.id,
        cause,
      });
    }
    return machine;
  }

  get spec(): VmSpec {
    return this.#spec;
  }

  get state(): MachineState {
    return this.#state;
  }

  get ending(): boolean {
    return false;
  }

  get end(): EndedEvent | undefined {
    return this.#end;
  }

  agentStream(): Promise<Duplex> {
    return Promise.reject(new VmError('AGENT_MISSING', `no agent of vmwright runs in ${this.spec.name}`));
  }

  consoleStream(): Promise<Duplex> {
    return Promise.reject(this.#notOurs('its console'));
  }

  consoleTail(): Promise<string> {
    return Promise.resolve('');
  }

  followConsole(): Promise<Readable> {
    return Promise.reject(this.#notOurs('its console'));
  }

  async pause(op: Operation): Promise<void> {
    await this.#command('stop', op);
  }

  async resume(op: Operation): Promise<void> {
    await this.#command('cont', op);
  }

  async reset(op: Operation): Promise<void> {
    await this.#command('system_reset', op);
  }

  async powerButton(op: Operation): Promise<void> {
    await this.#command('system_powerdown', op);
  }

  async stats(op: Operation): Promise<MachineStats> {
    const figures = Promise.all([this.#qmp.execute('x-xen-stats'), this.#qmp.execute('query-balloon')]);
    const [own, balloon] = await op.race(figures);
    return {
      ...domainStats(own),
      memoryBytes: balloon.actual,
      disks: own.disks,
      jail: { jailed: false, missing: [] },
    };
  }

  async setMemory(bytes: number, op: Operation): Promise<void> {
    await op.race(this.#qmp.execute('balloon', { value: bytes }));
  }

  async devices(op: Operation): Promise<DeviceList> {
    return deviceList(await op.race(this.#qmp.execute('x-xen-config')));
  }

  async rename(name: string, op: Operation): Promise<void> {
    await op.race(renameDomain(this.#qmp, name));
    this.#spec = { ...this.#spec, name };
  }

  async keep(): Promise<void> {}

  async destroy(): Promise<void> {
    if (this.#end !== undefined) return;
    this.#destroyed = true;
    await this.#qmp.execute('quit').catch((error: unknown) => {
      if (this.#qmp.lost !== undefined || !this.#qmp.isClosed) throw error;
    });
    await this.#over;
  }

  async release(): Promise<void> {
    this.#qmp.close();
    this.#process.kill('SIGTERM');
    await this.#over;
  }

  #become(state: MachineState, event: MachineEvent): void {
    this.#state = state;
    this.events.emit(event);
  }

  async #command(
    command: Extract<QmpCommand, 'stop' | 'cont' | 'system_reset' | 'system_powerdown'>,
    op: Operation,
  ): Promise<void> {
    await op.race(this.#qmp.execute(command));
  }

  #finish(): void {
    const { lost } = this.#qmp;
    const reason = lost === undefined ? 'destroyed' : 'host-lost';
    const detail = lost?.message ?? (this.#destroyed ? 'it was destroyed' : 'the domain is gone');
    this.#end = { type: 'ended', state: 'stopped', reason, detail };
    this.#become('stopped', this.#end);
    this.events.close();
  }

  #notOurs(what: string): VmError {
    return new VmError(
      'VM_UNSUPPORTED',
      `another program made ${this.spec.name}: ${what} is not ours to take`,
      {
        remedy: 'Use `xl console`.',
      },
    );
  }
}
