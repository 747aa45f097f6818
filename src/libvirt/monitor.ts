import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, VmError } from '../core/errors.js';
import { EventHub } from '../core/event-hub.js';
import { log } from '../core/log.js';
import type { JailReport } from '../engine/engine.js';
import type { Domain } from '../native/libvirt/generated/domain.js';
import { DomainState } from '../native/libvirt/generated/enums.js';
import type { QmpCommand, QmpCommands, QmpEvent, ShutdownCause, VmMonitor } from '../vm-process/index.js';
import { type Answers, answersOf } from './answers.js';
import type { DomainWatcher, StopDetail } from './connection.js';
import type { Lease } from './connections.js';
import { isGone, isInactive } from './errors.js';

/** Milliseconds in which the event comes about a domain that a call did not find. */
const NEWS = 2000;
/** Milliseconds until libvirt is asked about a domain that may be ending; then twice as many each time, up to the other. */
const NOTICED = 100;
const SELDOM = 800;
/** Milliseconds in which libvirt notices that a QEMU is dead, a guest of Xen stops whose consoles are gone, and libvirt clears up. */
const GOING_QEMU = 1500;
const GOING_XEN = 3000;
const CLEARED = 30_000;
/** Milliseconds after which virtlogd has written what the guest printed last, which tells why it went. */
const LAST_WORDS = 200;

type Change = 'suspended' | 'resumed';

/** A domain of libvirt that is commanded in the words of QMP. */
export class LibvirtMonitor implements VmMonitor {
  readonly events = new EventHub<QmpEvent>();
  readonly ready: Promise<void>;
  readonly closed: Promise<void>;
  readonly uuid: string;
  readonly #lease: Lease;
  readonly #jail: JailReport;
  readonly #driver: string;
  readonly #answers: Answers;
  readonly #watcher = this.#makeWatcher();
  #domain: Domain | undefined;
  /** It is ended for a fault, and not by anybody's will. */
  #failed = false;
  #shutdownTold = false;
  #changes = 0;
  /** Events that are to come about what calls of ours did. */
  readonly #echoes: Record<Change, number> = { suspended: 0, resumed: 0 };
  #doubts = 0;
  #paused = false;
  #end: VmError | undefined;
  #lost: VmError | undefined;
  #becomeReady: () => void = () => {};
  #refuse: (error: VmError) => void = () => {};
  #resolveClosed: () => void = () => {};

  /** Takes the lease over. */
  constructor(lease: Lease, uuid: string, jail: JailReport) {
    this.#lease = lease;
    this.uuid = uuid;
    this.#jail = jail;
    this.#driver = lease.connection.local.driver;
    this.#answers = this.#commands();
    this.ready = new Promise((resolve, reject) => {
      this.#becomeReady = resolve;
      this.#refuse = reject;
    });
    this.ready.catch(() => {}); // whoever awaits it gets the error
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  get isClosed(): boolean {
    return this.#end !== undefined;
  }

  get lost(): VmError | undefined {
    return this.#lost;
  }

  get isDoubtful(): boolean {
    return this.#doubts > 0;
  }

  /**
   * The agent's socket closed: QEMU may be dead, which libvirt notices a moment later, or a guest of Xen lets go of its
   * consoles before it stops. libvirt tells of either when it has cleared up, and until then answers no question about it,
   * or that the domain is off.
   */
  doubt(): void {
    this.#doubts += 1;
    this.#watchEnd()
      .catch((error: unknown) => log('domain %s: %s', this.uuid, messageOf(error)))
      .finally(() => {
        this.#doubts -= 1;
      });
  }

  async #watchEnd(): Promise<void> {
    const start = Date.now();
    const going = this.#driver === 'xen' ? GOING_XEN : GOING_QEMU;
    let pause = NOTICED;
    for (let patience = going; this.#end === undefined && Date.now() - start < patience; ) {
      await delay(pause, undefined, { ref: false });
      const found = await this.#domain?.getState().catch((error: unknown) => this.#explain(error));
      const runs = found instanceof Object && 'state' in found && found.state !== DomainState.SHUTOFF;
      patience = runs ? going : CLEARED;
      pause = Math.min(2 * pause, SELDOM);
    }
  }

  native(): Domain | undefined {
    if (this.#end !== undefined) throw this.#end;
    return this.#domain;
  }

  /** Begins to listen, before the domain is made or looked up, so that nothing is missed. */
  async listen(): Promise<void> {
    await this.#lease.connection.watch(this.uuid, this.#watcher);
  }

  /** The domain is there. */
  async adopt(domain: Domain): Promise<void> {
    this.#domain = domain;
    const { state } = await domain.getState();
    this.#paused = state === DomainState.PAUSED;
    this.#becomeReady();
  }

  async execute<C extends QmpCommand>(
    command: C,
    ...args: QmpCommands[C]['arguments'] extends undefined ? [] : [QmpCommands[C]['arguments']]
  ): Promise<QmpCommands[C]['result']> {
    if (this.#end !== undefined) throw this.#end;
    const answer = this.#answers[command];
    if (answer === undefined) throw new VmError('VM_UNSUPPORTED', `libvirt has nothing like ${command}`);
    try {
      return await answer(args[0] as QmpCommands[C]['arguments']);
    } catch (error) {
      throw await this.#explain(error);
    }
  }

  /** Ends the domain at once; false when that could not be done. */
  async destroyDomain(): Promise<boolean> {
    if (this.#end !== undefined) return this.#lost === undefined;
    if (this.#domain === undefined) return false;
    try {
      await this.#domain.destroy();
      return true;
    } catch (error) {
      return isInactive(error);
    }
  }

  /** Ends the domain because what it hangs on is gone. */
  async endForFault(): Promise<void> {
    this.#failed = true;
    await this.destroyDomain();
  }

  close(): void {
    this.#finish(new VmError('VM_STOPPED', 'the connection to libvirt was closed'));
  }

  #commands(): Answers {
    const domain = (): Domain => {
      if (this.#domain === undefined) throw new VmError('VM_STATE', 'the domain is still being made');
      return this.#domain;
    };
    return {
      ...answersOf(this.#driver, domain, this.#jail),
      'query-status': async () => {
        const { state } = await domain().getState();
        this.#paused = state === DomainState.PAUSED;
        return { running: !this.#paused, status: this.#paused ? 'paused' : 'running' };
      },
      stop: () =>
        domain()
          .suspend()
          .then(() => this.#answered('suspended')),
      cont: () => this.#resume(domain()),
    };
  }

  /** A guest that runs is told nothing: libvirt calls that an error, we do not. */
  async #resume(domain: Domain): Promise<object> {
    if ((await domain.getState()).state === DomainState.PAUSED) await domain.resume();
    return this.#answered('resumed');
  }

  #makeWatcher(): DomainWatcher {
    return {
      suspended: () => this.#heard('suspended'),
      resumed: () => this.#heard('resumed'),
      rebooted: () => void this.#onReboot(),
      reverted: () => void this.#look(),
      off: () => void this.#onOff(),
      panicked: () => this.events.emit({ type: 'GUEST_PANICKED' }),
      shutdown: (by) => this.#tellShutdown(by === 'guest' ? 'guest-shutdown' : by),
      port: (id, open) => this.events.emit({ type: 'VSERPORT_CHANGE', id, open }),
      stopped: (detail) => void this.#onStopped(detail),
      lost: (error) => {
        this.#lost = error;
        this.#finish(error);
      },
    };
  }

  /** What a call of ours did is told at once; the event about it may have come, or comes when that is over again. */
  #answered(what: Change): object {
    if (this.#paused !== (what === 'suspended')) this.#echoes[what] += 1;
    this.#tell(what);
    return {};
  }

  #heard(what: Change): void {
    if (this.#echoes[what] === 0) {
      this.#tell(what);
    } else {
      this.#echoes[what] -= 1;
      void this.#look();
    }
  }

  #tell(what: Change): void {
    const paused = what === 'suspended';
    if (this.#paused === paused) return;
    this.#paused = paused;
    this.#changes += 1;
    this.events.emit({ type: paused ? 'STOP' : 'RESUME' });
  }

  /** After news that may be old, or of an end that is none: the domain went back to a snapshot. */
  async #look(): Promise<void> {
    const before = this.#changes;
    const found = await this.#domain?.getState().catch((error: unknown) => {
      log('domain %s: %s', this.uuid, messageOf(error));
    });
    if (this.#changes !== before)
      await this.#look(); // the answer may be older than what was told since
    else if (found?.state === DomainState.RUNNING) this.#tell('resumed');
    else if (found?.state === DomainState.PAUSED) this.#tell('suspended');
    else if (found?.state === DomainState.SHUTOFF) await this.#onStopped('destroyed');
  }

  /** Told after libvirt did what the domain's end means: it is gone, or the guest boots again. */
  async #onOff(): Promise<void> {
    const found = await this.#domain?.getState().catch((error: unknown) => {
      log('domain %s: %s', this.uuid, messageOf(error));
    });
    if (found?.state === DomainState.RUNNING) await this.#onReboot();
    else await this.#onStopped('guest');
  }

  async #onReboot(): Promise<void> {
    await delay(LAST_WORDS);
    this.events.emit({ type: 'RESET', guest: true, reason: 'guest-reset', detail: '' });
  }

  async #onStopped(told: StopDetail): Promise<void> {
    const detail = this.#failed ? 'failed' : told;
    if (detail === 'crashed') this.events.emit({ type: 'GUEST_PANICKED' });
    if (detail === 'guest') this.#tellShutdown('guest-shutdown');
    if (detail === 'destroyed') this.#tellShutdown('host-qmp-quit');
    if (detail === 'guest' || detail === 'crashed') await delay(LAST_WORDS);
    this.#finish(new VmError('VM_STOPPED', 'the domain stopped'));
  }

  /** The first reason is the true one. */
  #tellShutdown(reason: ShutdownCause): void {
    if (this.#shutdownTold || this.#failed) return;
    this.#shutdownTold = true;
    this.events.emit({ type: 'SHUTDOWN', guest: reason === 'guest-shutdown', reason, detail: '' });
  }

  /** A domain that is gone stops, and its event may be on its way still; so may the news of a connection that broke. */
  async #explain(error: unknown): Promise<unknown> {
    if (isGone(error) && this.#end === undefined) {
      await Promise.race([this.closed, delay(NEWS, undefined, { ref: false })]);
      await this.#onStopped('failed');
    }
    if (this.#end === undefined && !(await this.#isAlive())) await this.closed;
    if (this.#end !== undefined) return this.#end;
    return error instanceof VmError && error.code === 'LIBVIRT_ERROR'
      ? new VmError('ENGINE_FAILED', error.message, { cause: error })
      : error;
  }

  #isAlive(): Promise<boolean> {
    return this.#lease.connection.connect.isAlive().catch(() => false);
  }

  #finish(end: VmError): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#lease.connection.unwatch(this.uuid, this.#watcher);
    this.#lease.release();
    this.#refuse(end);
    this.#resolveClosed();
    this.events.close();
  }
}
