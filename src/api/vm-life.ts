import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { VmError } from '../core/errors.js';
import { EventHub } from '../core/event-hub.js';
import { log } from '../core/log.js';
import type { Machine, MachineEvent } from '../engine/engine.js';
import { type EndedEvent, endError } from './end-error.js';
import type { GuestLink } from './guest-link.js';
import type { VmEvent, VmState } from './vm-events.js';

/** How much console text stays readable after the VM and its files are gone, bytes. */
const KEPT_CONSOLE = 256 * 1024;
const ERROR_TAIL = 4096;
/** Events kept for iterators that start late. */
const HISTORY = 256;
/** Milliseconds that readers of the console get for what is left of it before the connection to the host may be closed. */
const DRAIN = 5000;
/** Milliseconds after the agent's socket closed within which it is known that its VM ends, or has ended. */
const END_KNOWN_WITHIN = 1000;
/** Milliseconds in which the reason of an end is found out. */
const REASON_KNOWN_WITHIN = 10_000;
/** Milliseconds after which a VM that may be ending is looked at again. */
const LOOK_AGAIN = 100;

/** So often a guest may reset itself before it answers. One that found a triple fault boots at the second try, or never. */
const MOST_RESETS = 2;
/** Milliseconds: Linux tries several ways to reset a PC one after the other, and firmware may reset it again. */
const ONE_RESET = 1000;

/** Milliseconds after the channel of the agent closed within which it is known that the guest has reset itself. */
const RESET_KNOWN_WITHIN = 60_000;

type Happening = VmEvent extends infer E ? (E extends VmEvent ? Omit<E, 'at'> : never) : never;

/** The life of one VM as this program sees it: its state, its events, and what happens at its end. */
export class VmLife {
  readonly hub = new EventHub<VmEvent>();
  readonly history: VmEvent[] = [];
  /** Resolves once the VM has ended and, if this program created it, its files are gone. */
  readonly ended: Promise<VmError>;
  /** Resolves once this program has no more to do with the VM: it has ended, or was let go of. */
  readonly over: Promise<void>;
  /** Console output kept at the end. */
  finalConsole: string | undefined;
  readonly #machine: Machine;
  readonly #link: GuestLink;
  readonly #cleanUp: boolean;
  #state: VmState = 'booting';
  /** The state in which the host was lost. */
  #before: VmState = 'booting';
  #resolveEnded: (error: VmError) => void = () => {};
  #letGo: () => void = () => {};
  #unsubscribe: () => void;
  /** Resets since it was last ready, and when the last that counts was. */
  #resets = 0;
  #resetAt = 0;
  /** The newest attempt to become ready. */
  #ready: Promise<void> = Promise.resolve();
  /** This program asked for a reset, which the agent announces by going away. */
  #rebootAsked = false;
  #error: VmError | undefined;
  #loss: VmError | undefined;
  readonly #readers = new Set<NodeJS.ReadableStream>();
  readonly #waiters = new Set<(reason: VmError) => void>();

  /** `cleanUp`: whether this program created the VM and removes its files when it ends. */
  constructor(machine: Machine, link: GuestLink, cleanUp: boolean) {
    this.#machine = machine;
    this.#link = link;
    this.#cleanUp = cleanUp;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    const released = new Promise<void>((resolve) => {
      this.#letGo = resolve;
    });
    this.over = Promise.race([released, this.ended.then(() => this.#drained())]);
    this.#unsubscribe = machine.events.onAny((event) => this.#onMachine(event));
    link.onRestart = () => this.#onAgent(false);
    if (machine.end !== undefined) this.#onMachine(machine.end); // it was quicker than we
  }

  get state(): VmState {
    return this.#state;
  }

  emit(happening: Happening): void {
    const event = { ...happening, at: new Date() } as VmEvent;
    if (this.history.push(event) > HISTORY) this.history.shift();
    this.hub.emit(event);
  }

  /**
   * Resolves once the VM can be used: its agent answers, if its image has one. A guest that resets itself on the way is
   * waited for, within reason.
   */
  async becomeReady(): Promise<void> {
    this.#ready = this.#connect();
    for (let attempt: Promise<void> | undefined; attempt !== this.#ready; ) {
      attempt = this.#ready;
      const failed = await attempt.then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      if (failed === undefined) continue;
      if (attempt === this.#ready) await this.#resetThatCut(failed.error);
      if (this.#resets > MOST_RESETS) throw bootLoop(this.#machine.spec.name, this.#resets);
      if (attempt === this.#ready) throw failed.error;
    }
  }

  /** A domain of Xen takes its channels along before the next one is told of: waits for a reset that explains a lost agent. */
  async #resetThatCut(error: unknown): Promise<void> {
    if (!(error instanceof VmError) || error.code !== 'AGENT_LOST') return;
    const wait = new AbortController();
    const unsubscribe = this.#machine.events.onAny(({ type }) => {
      if (type === 'rebooted' || type === 'ended') wait.abort();
    });
    await delay(RESET_KNOWN_WITHIN, undefined, { signal: wait.signal, ref: false }).catch(() => {});
    unsubscribe();
  }

  async #connect(): Promise<void> {
    const { state, spec } = this.#machine;
    const still = state === 'paused' || state === 'halted' ? state : undefined; // such a guest answers nobody
    const certain = spec.agent !== 'qemu' || this.#cleanUp || this.#link.answered;
    if (!certain) this.#link.connect(0).catch(() => {});
    else if (spec.agent && still === undefined) await this.#link.connect();
    if (this.#state === 'booting') this.#state = still ?? 'running';
    this.#resets = 0;
    this.#rebootAsked = false;
    this.emit({ type: 'ready' });
  }

  /** Settles like `promise`, or rejects with the reason as soon as the VM has ended or its host is lost. */
  untilEnd<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => {}); // the loser of the race must not become an unhandled rejection
    const reason = this.#error ?? this.#loss;
    if (reason !== undefined) return Promise.reject(reason);
    return new Promise<T>((resolve, reject) => {
      // Not Promise.race with `ended`: that promise lives as long as the VM and would keep every call's reaction.
      this.#waiters.add(reject);
      promise.then(resolve, reject).finally(() => this.#waiters.delete(reject));
    });
  }

  /** The VM is not over before this stream is, or had its time. */
  keepReader(stream: NodeJS.ReadableStream): void {
    this.#readers.add(stream);
    stream.once('close', () => this.#readers.delete(stream));
  }

  async #drained(): Promise<void> {
    const closed = [...this.#readers].map((stream) => once(stream, 'close').catch(() => {}));
    await Promise.race([Promise.all(closed), delay(DRAIN, undefined, { ref: false })]);
  }

  /** Resolves like {@link ended}; rejects when the host is lost before. */
  async untilGone(): Promise<void> {
    await this.untilEnd(new Promise<never>(() => {})).catch((error: unknown) => {
      if (this.#error === undefined) throw error;
    });
    await this.ended;
  }

  /**
   * The reason behind an error. A dying VM closes its sockets before its end is known, so a lost agent may turn
   * out to be a lost VM a moment later, or a lost host.
   */
  async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof VmError) || error.code !== 'AGENT_LOST') return error;
    if (error.cause instanceof VmError && error.cause.code === 'HOST_LOST') return hostLost(error.cause);
    const wait = new AbortController();
    const { signal } = wait;
    return this.untilEnd(this.#untilClear(signal).catch(() => {})).then(
      () => error,
      (reason) => {
        wait.abort();
        return reason;
      },
    );
  }

  /** Until a VM that does not end is known not to, or the reason of one that ends had its time. */
  async #untilClear(signal: AbortSignal): Promise<void> {
    await delay(END_KNOWN_WITHIN, undefined, { signal });
    const latest = performance.now() + REASON_KNOWN_WITHIN;
    while (this.#machine.ending && performance.now() < latest) {
      await delay(LOOK_AGAIN, undefined, { signal });
    }
  }

  /** Marks the beginning of a shutdown that this program asked for. */
  stopping(): void {
    if (this.#state === 'running' || this.#state === 'paused' || this.#state === 'booting')
      this.#state = 'stopping';
  }

  /** Marks the beginning of a reboot that this program asked for. */
  rebooting(): void {
    this.#rebootAsked = true;
  }

  /** Throws unless the guest can answer: commands to a paused guest would wait without a reason. */
  requireRunning(): void {
    if (this.#state === 'halted') {
      throw new VmError(
        'VM_STATE',
        `the guest of VM '${this.#machine.spec.name}' has stopped and is only kept`,
        {
          remedy: 'Call `vm.destroy()`.',
        },
      );
    }
    if (this.#state !== 'paused') return;
    throw new VmError('VM_STATE', `VM '${this.#machine.spec.name}' is paused`, {
      remedy: 'Call `vm.resume()` first.',
    });
  }

  /** Stops listening, for a VM that this program lets go of. */
  release(): void {
    this.#unsubscribe();
    this.hub.close();
    this.#letGo();
  }

  #onMachine(event: MachineEvent): void {
    switch (event.type) {
      case 'paused':
      case 'resumed':
        this.#state = event.type === 'paused' ? 'paused' : 'running';
        this.emit({ type: event.type });
        break;
      case 'rebooted':
        this.#onReboot();
        break;
      case 'halted':
        this.#onHalt(event.reason);
        break;
      case 'disk-ejected':
        this.emit(event);
        break;
      case 'agent':
        this.#onAgent(event.open);
        break;
      case 'host-lost':
        this.#onHostLost(event.error);
        break;
      case 'host-restored':
        this.#onHostRestored();
        break;
      case 'ended':
        this.#unsubscribe();
        this.#onEnd(event).catch((error) => log('end of %s: %s', this.#machine.spec.id, error));
    }
  }

  #onReboot(): void {
    this.#state = 'booting';
    if (this.#resets === 0) this.emit({ type: 'rebooted' });
    const now = performance.now();
    const same = this.#resets > 0 && now - this.#resetAt < ONE_RESET;
    if (same && this.#link.connecting) return; // whose agent answers is all the same to a connection that waits for one
    if (!same) {
      this.#resets += 1;
      this.#resetAt = now;
    }
    const { name } = this.#machine.spec;
    if (this.#resets <= MOST_RESETS) this.#link.reset(new VmError('AGENT_LOST', `VM '${name}' rebooted`));
    else this.#link.reset(bootLoop(name, this.#resets));
    this.#comeBack();
  }

  /** What was under way is over, but what is left of the guest can be looked at. */
  #onHalt(reason: Extract<MachineEvent, { type: 'halted' }>['reason']): void {
    this.#state = 'halted';
    this.emit({ type: 'halted', reason });
    const { name } = this.#machine.spec;
    const text = `the guest of VM '${name}' stopped (${reason}) and is kept`;
    const error = new VmError(reason === 'panic' ? 'VM_CRASHED' : 'VM_STOPPED', text);
    this.#fail(error);
    this.#link.reset(error);
  }

  #onAgent(open: boolean): void {
    if (open || this.#state !== 'running') return;
    if (!this.#rebootAsked) this.emit({ type: 'agent-lost' });
    this.#link.reset(
      new VmError('AGENT_LOST', `the agent of VM '${this.#machine.spec.name}' died or was killed`),
    );
    this.#comeBack();
  }

  #onHostLost(error: VmError): void {
    this.#loss = error;
    this.#before = this.#state;
    this.#state = 'unreachable';
    this.emit({ type: 'host-lost', error });
    this.#fail(error);
    this.#link.reset(error);
  }

  #onHostRestored(): void {
    this.#loss = undefined;
    const paused = this.#machine.state === 'paused';
    this.#state = paused ? 'paused' : this.#before === 'paused' ? 'running' : this.#before;
    this.emit({ type: 'host-restored' });
    this.#comeBack();
  }

  /** Cuts short every call that is under way. */
  #fail(error: VmError): void {
    for (const reject of this.#waiters) reject(error);
    this.#waiters.clear();
  }

  #comeBack(): void {
    this.#ready = this.#connect();
    this.#ready.catch((error) => log('agent of %s: %s', this.#machine.spec.id, error));
  }

  /** Reads the console while it is there: `destroy` removes it with everything else. */
  async keepConsole(): Promise<string> {
    if (this.#loss === undefined) {
      this.finalConsole ??= await this.#machine.consoleTail(KEPT_CONSOLE).catch(() => undefined);
    }
    return this.finalConsole ?? '';
  }

  async #onEnd(end: EndedEvent): Promise<void> {
    this.#loss = undefined;
    const when = this.#state === 'booting' ? 'before it was ready' : 'and is gone';
    const text = await this.keepConsole();
    const error = endError(end, this.#machine.spec.name, when, text.slice(-ERROR_TAIL));
    this.#state = end.state; // not before its event can be told
    this.#error = error;
    this.#link.end(error);
    this.#fail(error);
    const { reason, detail } = end;
    this.emit({ type: end.state, reason, detail } as Happening);
    this.hub.close();
    if (this.#cleanUp && reason !== 'host-lost') await this.#machine.destroy();
    this.#resolveEnded(error);
  }
}

function bootLoop(name: string, resets: number): VmError {
  return new VmError(
    'VM_CRASHED',
    `the guest of VM '${name}' reset itself ${resets} times before it answered`,
  );
}

/** Each call has its own, as errors are told which VM they are about and the connection has several. */
function hostLost(cause: VmError): VmError {
  return new VmError('HOST_LOST', cause.message, { cause });
}
