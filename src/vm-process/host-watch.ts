import type { VmError } from '../core/errors.js';
import type { EventHub } from '../core/event-hub.js';
import type { RunnerEvent } from '../remote/runner.js';

/** Follows the way to a host that was lost, and tells when it is worth trying to use it. */
export class HostWatch {
  /** The host booted since the watch began. */
  rebooted = false;
  #down: boolean;
  #over: unknown;
  #changed: Promise<void>;
  #change: () => void = () => {};

  /** `down`: the runner told that it is lost, so it will tell when it is back. `loss` is the reason to give when it is closed. */
  constructor(events: EventHub<RunnerEvent>, down: boolean, loss: VmError, signal: AbortSignal) {
    this.#down = down;
    this.#changed = this.#nextChange();
    void this.#follow(events, loss, signal);
  }

  /**
   * Resolves when the host can be tried: `pause` milliseconds from now or when it is restored, never while it is down.
   * Rejects when nobody tries to restore it any more.
   */
  async turn(pause: number): Promise<void> {
    if (!this.#down && this.#over === undefined && pause > 0) await this.#pause(pause);
    while (this.#down && this.#over === undefined) await this.#changed;
    if (this.#over !== undefined) throw this.#over;
  }

  async #pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([over, this.#changed]);
    clearTimeout(timer);
  }

  async #follow(events: EventHub<RunnerEvent>, loss: VmError, signal: AbortSignal): Promise<void> {
    for await (const event of events.iterate(signal)) {
      if (event.type === 'given-up') this.#over = event.error;
      else this.#down = event.type === 'lost';
      if (event.type === 'restored') this.rebooted ||= event.rebooted;
      this.#tell();
    }
    this.#over ??= loss;
    this.#tell();
  }

  #tell(): void {
    const change = this.#change;
    this.#changed = this.#nextChange();
    change();
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#change = resolve;
    });
  }
}
