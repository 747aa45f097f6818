/** How often silence is looked at within the time that makes a host count as lost. */
const CHECKS = 3;

/** What the heartbeat needs from a connection. */
export interface Beating {
  /** Asks the other side for any answer; the answer must lead to {@link Heartbeat.alive}. */
  readonly ping: () => void;
  /** Called once when nothing came for the whole time. */
  readonly onSilence: () => void;
}

/** Notices a peer that vanished without a word. Its timer does not keep Node running. */
export class Heartbeat {
  readonly #timer: NodeJS.Timeout;
  #lastSign = performance.now();
  #lastCheck = performance.now();

  constructor(silence: number, connection: Beating) {
    const interval = silence / CHECKS;
    this.#timer = setInterval(() => {
      const now = performance.now();
      // After a pause of our own (a suspended laptop, blocked event loop) the peer gets its full time again.
      if (now - this.#lastCheck > interval * 2) this.#lastSign = now;
      this.#lastCheck = now;
      if (now - this.#lastSign < silence) return connection.ping();
      this.stop();
      connection.onSilence();
    }, interval);
    this.#timer.unref();
  }

  /** Something arrived. */
  readonly alive = (): void => {
    this.#lastSign = performance.now();
  };

  stop(): void {
    clearInterval(this.#timer);
  }
}
