import type { Duplex, Readable } from 'node:stream';
import { messageOf, VmError } from '../core/errors.js';
import { EventHub } from '../core/event-hub.js';
import type { Operation } from '../core/operation.js';
import type { DeviceList } from '../engine/device-list.js';
import type { Machine, MachineEvent, MachineState, MachineStats } from '../engine/engine.js';
import type { LiveControls } from '../engine/live-controls.js';
import type { VmSpec } from '../engine/vm-spec.js';
import { accessOf } from './access.js';
import { BootLog } from './boot-log.js';
import { VmConsole } from './console.js';
import { type EndedEvent, endedEvent, endedUnseen, findPanic } from './end-reason.js';
import { goneError, lostError, notReleasable } from './gone-error.js';
import { HostWatch } from './host-watch.js';
import { keepVm } from './keep.js';
import type { Sight } from './look-script.js';
import type { RunningVm } from './program.js';
import { type LifeCommand, machineState, type QemuAgentAnswer, type QmpEvent } from './qmp-types.js';
import { quit } from './quit.js';
import { recover } from './recover.js';
import { renameVm } from './rename.js';
import type { Attachment, MachineParts } from './slot.js';
import { agentPortId } from './vm-folder.js';

/** Milliseconds of the timer that keeps Node running while a VM is to come back. */
const HOLD = 2 ** 30;

/** One running VM, see {@link Machine}. */
export class ProcessMachine implements Machine {
  readonly engine;
  readonly hypervisor;
  readonly events = new EventHub<MachineEvent>();
  #parts: MachineParts;
  readonly #console: VmConsole;
  /** It lives on without us; otherwise it ends with us, by the hand of its host if need be. */
  #kept: boolean;
  /** Settles after the `ended` event, or after `release`. */
  readonly #finished: Promise<void>;
  readonly #unwatch: () => void;
  readonly #bootLog: BootLog;
  #attachment: Attachment;
  #resolveFinished: () => void = () => {};
  #state: MachineState = 'running';
  #end: EndedEvent | undefined;
  /** Why the machine is out of reach, while it is. */
  #loss: VmError | undefined;
  /** Ends the attempts to come back. */
  #attempts: AbortController | undefined;
  /** QMP is gone for good, and the reason is being found out. */
  #ending = false;
  #shutdown: Extract<QmpEvent, { type: 'SHUTDOWN' }> | undefined;
  #panicked = false;
  /** A program in the guest answered since it last began to boot. */
  #cameUp: boolean;
  /** A reset by the guest was no reboot, so the VM is being ended. */
  #resetFailed = false;
  #failure: string | undefined;
  #destroying: Promise<void> | undefined;
  /** The program was told to end. */
  #destroyed = false;
  #released = false;

  /** Made before the program first answers, so that no event is missed. */
  constructor(parts: MachineParts) {
    this.#parts = parts;
    this.engine = parts.record.engine;
    this.hypervisor = parts.record.hypervisor;
    this.#kept = parts.attachment.process === undefined;
    this.#cameUp = this.#kept;
    const watch = { isKept: () => this.#kept, isLost: () => this.#loss !== undefined };
    this.#console = new VmConsole({ runner: parts.runner, ...watch }, parts.folder);
    this.#bootLog = new BootLog(this.#console);
    this.#finished = new Promise((resolve) => {
      this.#resolveFinished = resolve;
    });
    this.#attachment = parts.attachment;
    this.#adopt(parts.attachment);
    this.#unwatch = parts.runner.events.on('lost', ({ error }) => this.#lose(error, true));
  }

  get spec(): VmSpec {
    return this.#parts.record.spec;
  }

  get state(): MachineState {
    return this.#state;
  }

  /** Waits until the program answers. The machine may be paused; events before the answer agree with the answer. */
  async learnState(op: Operation): Promise<void> {
    const { qmp } = this.#attachment;
    await op.race(qmp.ready);
    const { status } = await op.race(qmp.execute('query-status')).catch((error) => this.#explain(error));
    if (this.#end === undefined) this.#state = machineState(status);
  }

  get ending(): boolean {
    const doubtful = this.#attachment.qmp.isDoubtful === true;
    const over = this.#ending || this.#shutdown !== undefined || this.#resetFailed || doubtful;
    return over && this.#end === undefined && this.#loss === undefined && !this.#released;
  }

  get end(): EndedEvent | undefined {
    return this.#end;
  }

  async agentStream(op: Operation): Promise<Duplex> {
    this.#throwIfGone();
    const { runner, folder } = this.#parts;
    const { qmp, slot } = this.#attachment;
    const connected = runner.connectUnix(folder.agent(slot), { signal: op.signal });
    const stream = await connected.catch((error: unknown) => this.#explain(error));
    return qmp.doubt === undefined ? stream : stream.once('close', () => qmp.doubt?.());
  }

  native = (): object | undefined => this.#attachment.qmp.native?.();

  qemuAgent = (command: string, args: object): Promise<QemuAgentAnswer> =>
    this.#attachment.qmp
      .execute('x-vmwright-agent', { command, args })
      .catch((error) => this.#explain(error));

  async consoleStream(op: Operation): Promise<Duplex> {
    this.#throwIfGone();
    return await this.#console
      .stream(op, this.#parts.program)
      .catch((error: unknown) => this.#explain(error));
  }

  async consoleTail(bytes: number): Promise<string> {
    if (this.#loss !== undefined) throw this.#loss;
    const nothing = this.#end?.reason === 'host-lost' || (this.#destroyed && this.#end !== undefined);
    return (nothing ? undefined : await this.#console.tail(bytes)) ?? this.#bootLog.last.slice(-bytes);
  }

  async followConsole(): Promise<Readable> {
    if (this.#loss !== undefined || this.#end?.reason === 'host-lost') this.#throwIfGone();
    const stream = await this.#console.follow();
    if (this.#end !== undefined || this.#released) this.#console.finish();
    return stream;
  }

  pause = (op: Operation): Promise<void> => this.#command(op, 'stop');
  resume = (op: Operation): Promise<void> => this.#command(op, 'cont');
  reset = (op: Operation): Promise<void> => this.#command(op, 'system_reset');
  powerButton = (op: Operation): Promise<void> => this.#command(op, 'system_powerdown');

  async stats(op: Operation): Promise<MachineStats> {
    return await this.#ask(op, () => this.#parts.program.stats(this.#running(), op));
  }

  async live<T>(op: Operation, call: (controls: LiveControls) => Promise<T>): Promise<T> {
    return await this.#ask(op, () => {
      const controls = this.#parts.program.live?.(this.#running());
      if (controls !== undefined) return call(controls);
      throw new VmError('VM_UNSUPPORTED', `the ${this.engine} engine cannot do this`);
    });
  }

  devices = (op: Operation): Promise<DeviceList> => this.live(op, (controls) => controls.devices(op));

  async rename(name: string, op: Operation): Promise<void> {
    const renamed = await this.#ask(op, () => renameVm(this.#parts, this.#running(), name, op));
    this.#parts = { ...this.#parts, ...renamed };
  }

  async setMemory(bytes: number, op: Operation): Promise<void> {
    const { resizeMemory } = this.#parts.program;
    await this.#ask(op, () => {
      if (!resizeMemory.supported) throw new VmError('VM_UNSUPPORTED', resizeMemory.reason);
      return this.#attachment.qmp.execute('balloon', { value: bytes });
    });
  }

  async keep(op: Operation): Promise<void> {
    if (this.#kept || !this.spec.detached) return;
    const { runner, folder } = this.#parts;
    this.#kept = true; // from here on it may be, also when the call fails: its lifeline may no longer end it
    await op.race(keepVm(runner, folder, op)).catch((error: unknown) => this.#explain(error));
  }

  destroy(): Promise<void> {
    this.#destroying ??= this.#destroy().catch((error: unknown) => {
      this.#destroying = undefined; // the host may come back
      throw error;
    });
    return this.#destroying;
  }

  async release(): Promise<void> {
    if (!this.#kept && this.#end === undefined) throw notReleasable(this.spec);
    this.#released = true;
    this.#attempts?.abort();
    this.#attachment.qmp.close();
    this.#attachment.process?.release();
    await this.#finished;
  }

  async #destroy(): Promise<void> {
    const { program } = this.#parts;
    if (this.#outOfReach()) return;
    this.#destroyed = true;
    const { process, qmp } = this.#attachment;
    const owned = this.#kept ? undefined : process;
    // Only a disk of the user's own is worth a moment to write back what the program holds in memory.
    if (owned === undefined || this.spec.disks.some(({ access }) => access === 'write'))
      await quit(this.#attachment.qmp);
    const removed = await owned?.end();
    if (this.#outOfReach()) return;
    if (!removed) {
      const removing = accessOf(program).remove(this.#parts);
      await removing.catch((error: unknown) => {
        if (!this.#outOfReach()) throw error;
      });
    }
    qmp.close();
    await this.#finished;
  }

  /** True when there is nobody left to be told and the host ends the VM by itself; throws when it would live on. */
  #outOfReach(): boolean {
    if (this.#loss === undefined && this.#end?.reason !== 'host-lost') return false;
    if (this.#kept) this.#throwIfGone();
    return true;
  }

  #adopt(attachment: Attachment): void {
    this.#attachment = attachment;
    attachment.qmp.events.onAny((event) => this.#onQmpEvent(event));
    void attachment.qmp.closed.then(() => this.#onClosed(attachment));
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
      case 'PRESERVED':
        this.#become('halted', { type: 'halted', reason: event.reason });
        break;
      case 'DISK_EJECTED':
        this.events.emit({ type: 'disk-ejected', disk: event.vdev });
        break;
      case 'SHUTDOWN':
        this.#shutdown = event;
        break;
      case 'GUEST_PANICKED':
        this.#panicked = true;
        break;
      case 'VSERPORT_CHANGE':
        this.#cameUp ||= event.open;
        if (event.id === agentPortId(this.#attachment.slot))
          this.events.emit({ type: 'agent', open: event.open });
    }
  }

  #become(state: MachineState, event: MachineEvent): void {
    this.#state = state;
    if (this.#loss === undefined) this.events.emit(event);
  }

  /** A guest resets itself for two reasons: it reboots, or it panicked (`panic=-1`). Its last words tell which. */
  async #onReset(byGuest: boolean): Promise<void> {
    const cameUp = this.#cameUp;
    this.#cameUp = false;
    const console = byGuest ? await this.#bootLog.read() : '';
    const panicked = this.spec.onCrash !== 'restart' && findPanic(console) !== undefined;
    const failure = byGuest && !cameUp ? this.#parts.program.failedReset(console) : undefined;
    if (panicked || failure !== undefined) {
      this.#resetFailed = true;
      this.#panicked = panicked;
      this.#failure = failure;
      await quit(this.#attachment.qmp);
      return;
    }
    await this.#bootLog.begin();
    if (this.#end === undefined) this.events.emit({ type: 'rebooted' });
  }

  async #onClosed(attachment: Attachment): Promise<void> {
    if (attachment !== this.#attachment || this.#loss !== undefined || this.#end !== undefined) return;
    if (this.#released) return this.#finish();
    const { qmp, process } = attachment;
    if (qmp.lost !== undefined) return this.#lose(qmp.lost, false);
    this.#ending = true;
    const exit = await process?.programExited;
    const read = this.#destroyed || this.#resetFailed;
    const console = read ? this.#bootLog.last : await this.#bootLog.read();
    const { stderr = '' } = process ?? {};
    const seen = { shutdown: this.#shutdown, panicked: this.#panicked, failure: this.#failure };
    const { program } = this.#parts;
    await this.#finish(endedEvent({ program, destroyed: this.#destroyed, ...seen, console, exit, stderr }));
  }

  /** `down`: the runner told that its connection broke, and restores it. */
  #lose(cause: VmError, down: boolean): void {
    if (this.#ending || this.#loss !== undefined || this.#end !== undefined || this.#released) return;
    if (!this.#kept) {
      const detail = `${cause.message}; the host ends it`;
      void this.#finish({ type: 'ended', state: 'crashed', reason: 'host-lost', detail });
      return;
    }
    this.#loss = lostError(this.spec, this.#parts.runner.hostId, cause);
    const attempts = new AbortController();
    this.#attempts = attempts;
    const watch = new HostWatch(this.#parts.runner.events, down, cause, attempts.signal);
    this.events.emit({ type: 'host-lost', error: this.#loss });
    void this.#comeBack(watch, attempts);
  }

  async #comeBack(watch: HostWatch, attempts: AbortController): Promise<void> {
    const hold = setInterval(() => {}, HOLD);
    const enter = (attachment: Attachment, op: Operation) => this.#enter(attachment, op);
    const bury = (sight: Sight, rebooted: boolean) => this.#bury(sight, rebooted);
    try {
      const end = await recover({ ...this.#parts, enter, bury }, watch, attempts.signal);
      this.#loss = undefined;
      if (end === undefined) this.#restored();
      else await this.#finish(end);
    } catch (error) {
      this.#loss = undefined;
      if (this.#released) await this.#finish();
      else {
        const detail = `${messageOf(error)}; it may run on`;
        await this.#finish({ type: 'ended', state: 'stopped', reason: 'host-lost', detail });
      }
    } finally {
      clearInterval(hold);
      attempts.abort();
    }
  }

  async #enter(attachment: Attachment, op: Operation): Promise<void> {
    await op.race(Promise.resolve(this.#attachment.slotLock?.release()));
    this.#adopt(attachment);
    await op.race(Promise.all([this.learnState(op), this.#bootLog.begin(), this.#console.resume()]));
  }

  #restored(): void {
    this.events.emit({ type: 'host-restored' });
    // What happened since it was entered was not ours to see yet.
    if (this.#attachment.qmp.isClosed) void this.#onClosed(this.#attachment);
  }

  async #bury({ state, exit }: Sight, rebooted: boolean): Promise<EndedEvent> {
    const console = state === 'dead' ? await this.#bootLog.read() : '';
    await this.#console.resume(); // before what is left of it is removed
    return endedUnseen({ program: this.#parts.program, destroyed: this.#destroyed, rebooted, console, exit });
  }

  /** The end, told once; without one the VM goes on and we do not. */
  async #finish(end?: EndedEvent): Promise<void> {
    this.#end = end;
    this.#unwatch();
    await this.#attachment.slotLock?.release();
    this.#console.finish();
    if (end !== undefined) this.#become(end.state, end);
    this.events.close();
    this.#resolveFinished();
  }

  async #command(op: Operation, command: LifeCommand): Promise<void> {
    await this.#ask(op, () => this.#attachment.qmp.execute(command));
  }

  #running(): RunningVm {
    const { runner, folder } = this.#parts;
    return { runner, spec: this.spec, folder, qmp: this.#attachment.qmp };
  }

  async #ask<T>(op: Operation, work: () => Promise<T>): Promise<T> {
    this.#throwIfGone();
    return await op.race(work()).catch((error: unknown) => this.#explain(error));
  }

  /** An error of a VM that is gone becomes the reason of its end. */
  async #explain(error: unknown): Promise<never> {
    const { qmp } = this.#attachment;
    if (qmp.isClosed) {
      await qmp.closed; // its loss is known then
      if (this.#loss === undefined) await this.#finished;
    }
    this.#throwIfGone();
    throw error;
  }

  #throwIfGone(): void {
    if (this.#loss !== undefined) throw this.#loss;
    if (this.#end === undefined) return;
    throw goneError(this.spec, this.#end, this.#bootLog.last);
  }
}
