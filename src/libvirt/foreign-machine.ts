import type { Duplex, Readable } from 'node:stream';
import { messageOf, VmError } from '../core/errors.js';
import { EventHub } from '../core/event-hub.js';
import type { Operation } from '../core/operation.js';
import type { Machine, MachineEvent, MachineState, MachineStats, MachineSummary } from '../engine/engine.js';
import type { Domain } from '../native/libvirt/generated/domain.js';
import {
  type EndedEvent,
  endedEvent,
  type QemuAgentAnswer,
  type QmpCommand,
  type QmpEvent,
} from '../vm-process/index.js';
import type { Connection } from './connection.js';
import type { Lease } from './connections.js';
import { isGone } from './errors.js';
import { describeForeign } from './foreign-spec.js';
import { LibvirtMonitor } from './monitor.js';

const NO_LOG = 'nobody keeps what this VM prints: others made it';

/** An active domain by its UUID. */
export async function findDomain(
  { connect, local }: Connection,
  uuid: string,
  op: Operation,
): Promise<Domain> {
  try {
    const domain = await op.race(connect.domainLookupByUUIDString(uuid));
    if (local.driver !== 'xen' || domain.getID() !== 0) return domain;
  } catch (error) {
    if (!isGone(error)) throw error;
    throw new VmError('VM_NOT_FOUND', `libvirt has no domain ${uuid}`, { vmId: uuid, cause: error });
  }
  throw new VmError('VM_NOT_FOUND', `${uuid} is the host itself`, { vmId: uuid });
}

/** A domain that others made: everything but what needs our agent or our console log. */
export class ForeignMachine implements Machine {
  readonly engine = 'libvirt';
  readonly events = new EventHub<MachineEvent>();
  readonly #summary: MachineSummary;
  readonly #lease: Lease;
  readonly #domain: Domain;
  readonly #monitor: LibvirtMonitor;
  #state: MachineState = 'running';
  #end: EndedEvent | undefined;
  #shutdown: Extract<QmpEvent, { type: 'SHUTDOWN' }> | undefined;
  #panicked = false;
  #destroyed = false;
  #released = false;

  private constructor(lease: Lease, domain: Domain, summary: MachineSummary, monitor: LibvirtMonitor) {
    this.#lease = lease;
    this.#domain = domain;
    this.#summary = summary;
    this.#monitor = monitor;
    monitor.events.onAny((event) => this.#onEvent(event));
    void monitor.closed.then(() => this.#onClosed());
  }

  /** Takes the lease over. */
  static async enter(lease: Lease, domain: Domain, op: Operation): Promise<ForeignMachine> {
    const summary = await op.race(describeForeign(domain));
    const jail = { jailed: true, missing: ['anything of ours: others made the domain'] };
    const monitor = new LibvirtMonitor(lease, domain.getUUIDString(), jail);
    op.defer(() => monitor.close());
    await op.race(monitor.listen());
    const machine = new ForeignMachine(lease, domain, summary, monitor);
    await op.race(monitor.adopt(domain));
    const { status } = await op.race(monitor.execute('query-status'));
    if (status === 'paused') machine.#state = 'paused';
    return machine;
  }

  get spec() {
    return this.#summary.spec;
  }

  get hypervisor() {
    return this.#summary.hypervisor;
  }

  get state(): MachineState {
    return this.#state;
  }

  get ending(): boolean {
    return this.#shutdown !== undefined && this.#end === undefined;
  }

  get end(): EndedEvent | undefined {
    return this.#end;
  }

  agentStream(): Promise<Duplex> {
    return Promise.reject(
      new VmError('AGENT_MISSING', `others made VM '${this.spec.name}', without our agent`),
    );
  }

  qemuAgent(command: string, args: object): Promise<QemuAgentAnswer> {
    return this.#monitor.execute('x-vmwright-agent', { command, args });
  }

  native(): Domain | undefined {
    return this.#monitor.native();
  }

  /** Its first console, serial or virtual. */
  async consoleStream(op: Operation): Promise<Duplex> {
    const stream = this.#lease.connection.connect.streamNew();
    op.defer(() => stream.destroy());
    try {
      await op.race(this.#domain.openConsole(null, stream));
    } catch (error) {
      if (!/active console session/i.test(messageOf(error))) throw error;
      throw new VmError('VM_BUSY', 'another program has the console of this VM', { cause: error });
    }
    stream.on('error', () => {}); // a lost host must not crash a program that does not look
    return stream;
  }

  async consoleTail(): Promise<string> {
    return '';
  }

  followConsole(): Promise<Readable> {
    return Promise.reject(new VmError('VM_UNSUPPORTED', NO_LOG, { remedy: 'Read vm.console().' }));
  }

  pause(op: Operation): Promise<void> {
    return this.#command('stop', op);
  }

  resume(op: Operation): Promise<void> {
    return this.#command('cont', op);
  }

  reset(op: Operation): Promise<void> {
    return this.#command('system_reset', op);
  }

  powerButton(op: Operation): Promise<void> {
    return this.#command('system_powerdown', op);
  }

  async stats(op: Operation): Promise<MachineStats> {
    const [own, balloon, blocks] = await op.race(
      Promise.all([
        this.#monitor.execute('x-vmwright-stats'),
        this.#monitor.execute('query-balloon'),
        this.#monitor.execute('query-blockstats'),
      ]),
    );
    return {
      cpuSeconds: own.cpuNs / 1e9,
      residentBytes: own.residentBytes,
      memoryBytes: balloon.actual,
      disks: blocks.map(({ stats }) => ({ readBytes: stats.rd_bytes, writeBytes: stats.wr_bytes })),
      jail: { jailed: own.jail.jailed, missing: own.jail.missing ?? [] },
    };
  }

  async setMemory(bytes: number, op: Operation): Promise<void> {
    await op.race(this.#monitor.execute('balloon', { value: bytes }));
  }

  async keep(): Promise<void> {}

  /** Ends it; a persistent domain stays defined. */
  async destroy(): Promise<void> {
    if (this.#end !== undefined) return;
    this.#destroyed = true;
    if (!(await this.#monitor.destroyDomain())) {
      throw this.#monitor.lost ?? new VmError('ENGINE_FAILED', `libvirt did not end VM '${this.spec.name}'`);
    }
    await this.#monitor.closed;
  }

  async release(): Promise<void> {
    this.#released = true;
    this.#monitor.close();
    this.events.close();
  }

  async #command(
    command: Extract<QmpCommand, 'stop' | 'cont' | 'system_reset' | 'system_powerdown'>,
    op: Operation,
  ) {
    await op.race(this.#monitor.execute(command));
  }

  #onEvent(event: QmpEvent): void {
    if (event.type === 'STOP' || event.type === 'RESUME') {
      this.#state = event.type === 'STOP' ? 'paused' : 'running';
      this.events.emit({ type: event.type === 'STOP' ? 'paused' : 'resumed' });
    } else if (event.type === 'RESET') this.events.emit({ type: 'rebooted' });
    else if (event.type === 'SHUTDOWN') this.#shutdown = event;
    else if (event.type === 'GUEST_PANICKED') this.#panicked = true;
  }

  #onClosed(): void {
    if (this.#released) return;
    const { lost } = this.#monitor;
    this.#end =
      lost === undefined
        ? endedEvent({
            program: { title: 'its hypervisor', message: () => '' },
            destroyed: this.#destroyed,
            shutdown: this.#shutdown,
            panicked: this.#panicked,
            failure: undefined,
            console: '',
            exit: undefined,
            stderr: '',
          })
        : { type: 'ended', state: 'stopped', reason: 'host-lost', detail: `${lost.message}; it may run on` };
    this.#state = this.#end.state;
    this.events.emit(this.#end);
    this.events.close();
  }
}
