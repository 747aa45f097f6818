import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, VmError } from '../../core/errors.js';
import type { EventHub } from '../../core/event-hub.js';
import { log } from '../../core/log.js';
import type { CallOptions } from '../../core/operation.js';
import type { RunnerEvent } from '../runner.js';
import { HostLink, type LinkPlan } from './link.js';

/** Milliseconds between attempts: doubling from the first to the last. */
const FIRST_PAUSE = 250;
const LAST_PAUSE = 15_000;

/** Keeps a link to a host: when it breaks it tells, tries again with growing pauses, and tells when it is back. */
export class Reconnector {
  readonly #plan: LinkPlan;
  readonly #events: EventHub<RunnerEvent>;
  readonly #closed = new AbortController();
  #link: HostLink | undefined;
  #attempt: Promise<HostLink> | undefined;
  /** The link that broke last. */
  #previous: HostLink | undefined;

  constructor(plan: LinkPlan, events: EventHub<RunnerEvent>) {
    this.#plan = plan;
    this.#events = events;
  }

  async start(options: CallOptions): Promise<void> {
    this.#adopt(await HostLink.open(this.#plan, undefined, options));
  }

  /** The link; while it is down a call makes an attempt at once and fails with its error. */
  async link(): Promise<HostLink> {
    if (this.#closed.signal.aborted) throw closedError(this.#plan);
    return this.#link ?? this.#connect();
  }

  async close(): Promise<void> {
    this.#closed.abort(closedError(this.#plan));
    await this.#attempt?.catch(() => {});
    await this.#link?.close();
  }

  #adopt(link: HostLink): void {
    this.#link = link;
    link.pool.primary.onLost((error) => {
      this.#link = undefined;
      this.#previous = link;
      if (this.#closed.signal.aborted) return;
      log('ssh: %s', error.message);
      void this.#restore();
      this.#events.emit({ type: 'lost', error });
    });
  }

  #connect(): Promise<HostLink> {
    this.#attempt ??= this.#open().finally(() => {
      this.#attempt = undefined;
    });
    return this.#attempt;
  }

  async #open(): Promise<HostLink> {
    const before = this.#previous;
    const link = await HostLink.open(this.#plan, before?.leash.token, {
      signal: this.#closed.signal,
    });
    this.#adopt(link);
    this.#events.emit({
      type: 'restored',
      rebooted: before !== undefined && before.leash.bootId !== link.leash.bootId,
    });
    return link;
  }

  /** Runs until there is a link again, whoever made it. The pauses do not keep Node running. */
  async #restore(): Promise<void> {
    for (let pause = FIRST_PAUSE; !this.#closed.signal.aborted; pause = Math.min(pause * 2, LAST_PAUSE)) {
      const jitter = 0.8 + Math.random() * 0.4; // many clients of one host must not come back in step
      await sleep(pause * jitter, undefined, { ref: false, signal: this.#closed.signal }).catch(() => {});
      if (this.#link !== undefined || this.#closed.signal.aborted) return;
      try {
        await this.#connect();
        return;
      } catch (error) {
        log('ssh: %s is not back: %s', this.#plan.target.label, messageOf(error));
        if (error instanceof VmError && FINAL.has(error.code)) {
          this.#events.emit({ type: 'given-up', error }); // a call makes another attempt all the same
          return;
        }
      }
    }
  }
}

/** Trying again by itself cannot help, and could lock an account or annoy an administrator. */
const FINAL = new Set(['HOST_AUTH_FAILED', 'HOST_KEY_MISMATCH', 'HOST_KEY_UNKNOWN', 'HOST_UNSUPPORTED']);

function closedError({ target }: LinkPlan): VmError {
  return new VmError('HOST_LOST', `the connection to ${target.label} was closed by this side`, {
    remedy: 'Connect again.',
  });
}
