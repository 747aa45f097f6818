import { setTimeout as sleep } from 'node:timers/promises';
import { isVmError, VmError } from '../../core/errors.js';
import { log } from '../../core/log.js';
import { ChannelRefused, type Transport } from './transport.js';

/** One connection and the session channels on it. */
interface Member {
  readonly transport: Transport;
  /** Sessions that are open or being opened. */
  used: number;
  /** Sessions that are open. */
  open: number;
  /** The most that were open at once: sshd certainly takes as many. */
  proven: number;
  /** Of those used, the ones whose programs run on without us. */
  abandoned: number;
  /** sshd's MaxSessions, learned when it refuses one. */
  limit: number;
  idle: NodeJS.Timeout | undefined;
}

/** A session channel that counts against MaxSessions until it is released. */
export interface PooledSession<T> {
  readonly value: T;
  readonly transport: Transport;
  release(): void;
  /** The channel is closed but its program runs on: sshd counts the session until the program has ended. */
  abandon(): void;
}

interface Waiter {
  readonly resolve: (member: Member) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds until an additional connection without sessions is closed. */
const IDLE = 30_000;
/** Milliseconds that a session waits for its turn. */
const PATIENCE = 60_000;
/** Milliseconds between attempts to open an additional connection while sessions wait. */
const RETRY = 1000;
/** Attempts where sshd has to have room: it frees a session a moment after its channel is closed. */
const PROVEN_RETRIES = 20;

/**
 * All connections to one host. sshd limits the sessions of a connection (MaxSessions, 10 by default, sometimes 1);
 * the limit is found out by being refused, and then another connection is opened. So long-lived sessions never
 * keep short ones waiting, until there are `max` connections or the host takes no more; then sessions queue.
 */
export class SessionPool {
  readonly primary: Transport;
  readonly #members: Member[];
  readonly #connectMore: () => Promise<Transport>;
  readonly #max: number;
  readonly #waiters = new Set<Waiter>();
  #growing = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(primary: Transport, connectMore: () => Promise<Transport>, max: number) {
    this.primary = primary;
    this.#members = [newMember(primary)];
    this.#connectMore = connectMore;
    this.#max = max;
    primary.onLost((error) => this.#end(error));
  }

  /** Opens a session channel on whatever connection has room for it. */
  async open<T>(start: (transport: Transport) => Promise<T>): Promise<PooledSession<T>> {
    for (let retries = 0; ; ) {
      const member = await this.#reserve();
      try {
        const value = await start(member.transport);
        return this.#opened(member, value);
      } catch (error) {
        const refused = error instanceof ChannelRefused;
        if (refused && member.used <= Math.max(member.proven, 1)) retries += 1;
        else if (refused) lowerLimit(member);
        if (refused && retries < PROVEN_RETRIES) await sleep(retries * 10);
        this.#release(member);
        if (!refused) throw error;
        if (retries >= PROVEN_RETRIES) throw noSessions(member.transport, error);
      }
    }
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    await Promise.all(this.#members.map(({ transport }) => transport.close()));
  }

  #opened<T>(member: Member, value: T): PooledSession<T> {
    member.open += 1;
    member.proven = Math.max(member.proven, member.open);
    let over = false;
    const end = (how: () => void) => () => {
      if (!over) how();
      over = true;
    };
    const release = end(() => {
      member.open -= 1;
      this.#release(member);
    });
    const abandon = end(() => {
      member.abandoned += 1;
      this.#closeWhenIdle(member);
    });
    return { value, transport: member.transport, release, abandon };
  }

  #reserve(): Promise<Member> {
    if (this.primary.lost !== undefined) return Promise.reject(this.primary.lost);
    const free = this.#members.find(({ used, limit }) => used < limit);
    if (free !== undefined) return Promise.resolve(take(free));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(tooBusy(this.primary))), PATIENCE);
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        finish();
      };
      const waiter: Waiter = {
        resolve: (member) => settle(() => resolve(take(member))),
        reject: (error) => settle(() => reject(error)),
      };
      this.#waiters.add(waiter);
      void this.#grow();
    });
  }

  #release(member: Member): void {
    member.used -= 1;
    this.#serve();
    this.#closeWhenIdle(member);
  }

  #closeWhenIdle(member: Member): void {
    if (member.used > member.abandoned || member.transport === this.primary) return;
    clearTimeout(member.idle);
    member.idle = setTimeout(() => void member.transport.close(), IDLE);
    member.idle.unref();
  }

  /** Gives what is free to those who wait, first come first served. */
  #serve(): void {
    for (const waiter of [...this.#waiters]) {
      const free = this.#members.find(
        ({ used, limit, transport }) => used < limit && transport.lost === undefined,
      );
      if (free === undefined) break;
      waiter.resolve(free);
    }
    if (this.#waiters.size > 0) void this.#grow();
  }

  async #grow(): Promise<void> {
    if (this.#growing || this.#retry !== undefined || this.#members.length >= this.#max) return;
    this.#growing = true;
    try {
      this.#add(await this.#connectMore());
    } catch (error) {
      this.#cannotGrow(error);
    } finally {
      this.#growing = false;
    }
    this.#serve();
  }

  #add(transport: Transport): void {
    if (this.primary.lost !== undefined) {
      void transport.close();
      return;
    }
    const member = newMember(transport);
    this.#members.push(member);
    transport.onLost(() => {
      clearTimeout(member.idle);
      this.#members.splice(this.#members.indexOf(member), 1);
    });
  }

  /** Sessions that end make room too, so a host that takes no more connections now is no reason to fail. */
  #cannotGrow(error: unknown): void {
    const passing = isVmError(error) && (error.code === 'HOST_UNREACHABLE' || error.code === 'TIMEOUT');
    if (!passing) {
      for (const waiter of [...this.#waiters]) waiter.reject(error);
      return;
    }
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#serve();
    }, RETRY);
  }

  #end(error: VmError): void {
    clearTimeout(this.#retry);
    for (const waiter of [...this.#waiters]) waiter.reject(error);
    for (const { transport } of [...this.#members]) if (transport !== this.primary) void transport.close();
  }
}

function newMember(transport: Transport): Member {
  return {
    transport,
    used: 0,
    open: 0,
    proven: 0,
    abandoned: 0,
    limit: Number.POSITIVE_INFINITY,
    idle: undefined,
  };
}

function take(member: Member): Member {
  member.used += 1;
  clearTimeout(member.idle);
  return member;
}

/** One of those under way was too many. */
function lowerLimit(member: Member): void {
  member.limit = Math.max(member.proven, member.used - 1, 1);
  log('ssh: %s takes %d sessions in a connection', member.transport.target.label, member.limit);
}

function noSessions(transport: Transport, cause: Error): VmError {
  return new VmError('HOST_UNSUPPORTED', `${transport.target.label} opens no session: ${cause.message}`, {
    cause,
    remedy: "Check MaxSessions and ForceCommand in the host's sshd_config.",
  });
}

function tooBusy(transport: Transport): VmError {
  return new VmError(
    'HOST_COMMAND_FAILED',
    `no ssh session of ${transport.target.label} became free in ${PATIENCE / 1000} s`,
    {
      remedy: "Raise MaxSessions in the host's sshd_config, or the option `maxConnections`.",
    },
  );
}
