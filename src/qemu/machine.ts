import type { Duplex, Readable } from 'node:stream';
import { messageOf, VmError, type VmErrorCode } from '../core/errors.js';
import { EventHub } from '../core/event-hub.js';
import { log } from '../core/log.js';
import type { Operation } from '../core/operation.js';
import type { Machine, MachineEvent, MachineState, MachineStats, StopReason } from '../engine/engine.js';
import type { HostLock, Runner } from '../remote/runner.js';
import { agentPortId } from './argv.js';
import { VmConsole } from './console.js';
import { type EndedEvent, endedEvent, findPanic } from './end-reason.js';
import { removeVm } from './list-script.js';
import type { QemuProcess } from './qemu-process.js';
import type { QmpClient } from './qmp-client.js';
import type { QmpCommand, QmpCommands, QmpEvent } from './qmp-types.js';
import { diskStats, processStats } from './stats.js';
import type { Slot, VmFolder, VmRecord } from './vm-folder.js';

/** Bytes of console in which the reason of an end is looked for; a panic with its call trace has some 6 KiB. */
const REASON_WINDOW = 32 * 1024;

/** Milliseconds that QEMU gets to flush its disks and quit before it is killed. */
const QUIT_GRACE = 2000;

const CODE_OF_END: Record<StopReason, VmErrorCode> = {
  'guest-shutdown': 'VM_STOPPED',
  destroyed: 'VM_STOPPED',
  panic: 'VM_CRASHED',
  killed: 'VM_KILLED',
  failed: 'VM_STOPPED',
};

export interface MachineParts {
  readonly runner: Runner;
  readonly record: VmRecord;
  readonly folder: VmFolder;
  readonly slot: Slot;
  readonly qmp: QmpClient;
  /** Only for the creator. */
  readonly process: QemuProcess | undefined;
  /** Keeps other programs from our slot. */
  readonly slotLock: HostLock | undefined;
}

/** One running QEMU, see {@link Machine}. */
export class QemuMachine implements Machine {
  readonly engine = 'qemu';
  readonly spec;
  readonly hypervisor;
  readonly events = new EventHub<MachineEvent>();
  readonly #parts: MachineParts;
  readonly #console: VmConsole;
  /** Settles after the `ended` event, or after `release`. */
  readonly #finished: Promise<void>;
  #state: MachineState = 'running';
  #end: EndedEvent | undefined;
  #shutdown: Extract<QmpEvent, { type: 'SHUTDOWN' }> | undefined;
  #panicked = false;
  #destroyed: Promise<void> | undefined;
  #released = false;
  /** Size of the console log when the guest last began to boot. */
  #bootOffset = 0;
  /** What the last look at the console saw; all that is left when another program removed the VM. */
  #lastConsole = '';

  /** Made before QEMU first answers, so that no event is missed. */
  constructor(parts: MachineParts) {
    this.#parts = parts;
    this.spec = parts.record.spec;
    this.hypervisor = parts.record.hypervisor;
    this.#console = new VmConsole(parts.runner, parts.folder);
    parts.qmp.events.onAny((event) => this.#onQmpEvent(event));
    this.#finished = parts.qmp.closed.then(() => this.#finish());
  }

  get state(): MachineState {
    return this.#state;
  }

  /** A machine that we did not start may be paused. Its events before the answer agree with the answer. */
  async learnState(op: Operation): Promise<void> {
    const { status } = await this.#command(op, 'query-status');
    if (this.#end === undefined) this.#state = status === 'paused' ? 'paused' : 'running';
  }

  get end(): EndedEvent | undefined {
    return this.#end;
  }

  async agentStream(op: Operation): Promise<Duplex> {
    this.#throwIfEnded();
    const { runner, folder, slot } = this.#parts;
    const connected = runner.connectUnix(folder.agent(slot), { signal: op.signal });
    return await connected.catch((error: unknown) => this.#explain(error));
  }

  async consoleStream(op: Operation): Promise<Duplex> {
    this.#throwIfEnded();
    return await this.#console.stream(op).catch((error: unknown) => this.#explain(error));
  }

  async consoleTail(bytes: number): Promise<string> {
    return (await this.#console.tail(bytes)) ?? this.#lastConsole.slice(-bytes);
  }

  followConsole(): Promise<Readable> {
    return this.#console.follow(this.#finished);
  }

  async pause(op: Operation): Promise<void> {
    await this.#command(op, 'stop');
  }

  async resume(op: Operation): Promise<void> {
    await this.#command(op, 'cont');
  }

  async reset(op: Operation): Promise<void> {
    await this.#command(op, 'system_reset');
  }

  async powerButton(op: Operation): Promise<void> {
    await this.#command(op, 'system_powerdown');
  }

  async stats(op: Operation): Promise<MachineStats> {
    this.#throwIfEnded();
    const { runner, folder } = this.#parts;
    const figures = async () => processStats(runner, Number(await runner.files.read(folder.pid)));
    const [blocks, process] = await Promise.all([
      this.#command(op, 'query-blockstats'),
      op.race(figures()).catch((error: unknown) => this.#explain(error)),
    ]);
    return { ...process, disks: diskStats(blocks, this.spec.disks.length) };
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#destroy();
    return this.#destroyed;
  }

  async release(): Promise<void> {
    const { process, qmp } = this.#parts;
    if (process !== undefined && !this.spec.detached && this.#end === undefined) {
      throw new VmError('VM_STATE', `VM ${this.spec.id} ends with this program, so it cannot be released`, {
        remedy: 'Create it with `detached: true`, or destroy it.',
      });
    }
    this.#released = true;
    qmp.close();
    process?.release();
    await this.#finished;
  }

  async #destroy(): Promise<void> {
    const { process, qmp, runner, folder } = this.#parts;
    const owned = this.spec.detached ? undefined : process;
    // Only a disk of the user's own is worth a moment to write back what QEMU holds in memory.
    if (owned === undefined || this.spec.disks.some(({ access }) => access === 'write')) await this.#quit();
    const removed = owned === undefined ? false : await owned.end();
    if (!removed) await removeVm(runner, folder);
    qmp.close();
    await this.#finished;
  }

  /** Asks QEMU to end and waits until it did, or for the grace time. */
  async #quit(): Promise<void> {
    const { qmp } = this.#parts;
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, QUIT_GRACE);
    });
    qmp.execute('quit').catch((error: unknown) => log('quit: %s', messageOf(error)));
    await Promise.race([qmp.closed, grace]);
    clearTimeout(timer);
  }

  #onQmpEvent(event: QmpEvent): void {
    switch (event.type) {
      case 'STOP':
        this.#become('paused', { type: 'paused' });
        break;
      case 'RESUME':
        this.#become('running', { type: 'resumed' });
        break;
      case 'RESET':
        void this.#onReset(event.guest);
        break;
      case 'SHUTDOWN':
        this.#shutdown = event;
        break;
      case 'GUEST_PANICKED':
        this.#panicked = true;
        break;
      case 'VSERPORT_CHANGE':
        if (event.id === agentPortId(this.#parts.slot)) this.events.emit({ type: 'agent', open: event.open });
    }
  }

  #become(state: MachineState, event: MachineEvent): void {
    this.#state = state;
    this.events.emit(event);
  }

  /** A guest resets itself for two reasons: it reboots, or it panicked (`panic=-1`). Its last words tell which. */
  async #onReset(byGuest: boolean): Promise<void> {
    if (byGuest && findPanic(await this.#bootConsole()) !== undefined) {
      this.#panicked = true;
      await this.#quit();
      return;
    }
    this.#bootOffset = await this.#console.size();
    if (this.#end === undefined) this.events.emit({ type: 'rebooted' });
  }

  /** The end of what the guest printed since it last began to boot. Never fails: it explains other failures. */
  async #bootConsole(): Promise<string> {
    try {
      const bytes = Math.min((await this.#console.size()) - this.#bootOffset, REASON_WINDOW);
      this.#lastConsole = bytes > 0 ? ((await this.#console.tail(bytes)) ?? this.#lastConsole) : '';
    } catch (error) {
      log('console of %s: %s', this.spec.id, messageOf(error));
    }
    return this.#lastConsole;
  }

  async #finish(): Promise<void> {
    const { process, slotLock } = this.#parts;
    if (this.#released) {
      await slotLock?.release();
      this.events.close();
      return;
    }
    const exit = await process?.qemuExited;
    const console = await this.#bootConsole();
    const destroyed = this.#destroyed !== undefined;
    const { stderr = '' } = process ?? {};
    const facts = { destroyed, shutdown: this.#shutdown, panicked: this.#panicked, console, exit, stderr };
    this.#end = endedEvent(facts);
    await slotLock?.release();
    this.#become(this.#end.state, this.#end);
    this.events.close();
  }

  async #command<C extends QmpCommand>(
    op: Operation,
    command: QmpCommands[C]['arguments'] extends undefined ? C : never,
  ): Promise<QmpCommands[C]['result']> {
    this.#throwIfEnded();
    const answer = this.#parts.qmp.execute<QmpCommand>(command) as Promise<QmpCommands[C]['result']>;
    return await op.race(answer).catch((error: unknown) => this.#explain(error));
  }

  /** An error of a VM that is gone becomes the reason of its end. */
  async #explain(error: unknown): Promise<never> {
    if (this.#parts.qmp.isClosed) await this.#finished;
    this.#throwIfEnded();
    throw error;
  }

  #throwIfEnded(): void {
    if (this.#end === undefined) return;
    const { reason, detail } = this.#end;
    throw new VmError(CODE_OF_END[reason], `VM ${this.spec.name} ended: ${detail}`, {
      vmId: this.spec.id,
      ...(this.#lastConsole === '' ? {} : { consoleTail: this.#lastConsole }),
    });
  }
}
