import { OptionError } from '../../core/errors.js';

/** Sets the watchdog of that number, and gives its number. */
export type SetWatchdog = (id: number, seconds: number) => Promise<number>;

/** The hypervisor takes 32 bits; a year is more than enough. */
const LONGEST_S = 365 * 86_400;

/** @internal */
export function checkSeconds(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_S) return seconds;
  throw new OptionError(`seconds must be an integer from 1 to ${LONGEST_S}, not ${seconds}`);
}

/**
 * A watchdog of the hypervisor over this domain. Unless {@link pet} is called in time, the domain is shut down with reason
 * `watchdog`; **domain 0 then takes the whole machine with it.** It runs on when this process dies: that is its purpose.
 * Xen's sched.h, SCHEDOP_watchdog; a domain has two of them.
 */
export class XenWatchdog implements AsyncDisposable {
  /** 1 or 2. */
  readonly id: number;
  /** The seconds within which it is to be called. */
  readonly seconds: number;
  readonly #set: SetWatchdog;
  #stopping: Promise<void> | undefined;

  /** Not for users: {@link Xen.startWatchdog} makes them. */
  constructor(id: number, seconds: number, set: SetWatchdog) {
    this.id = id;
    this.seconds = seconds;
    this.#set = set;
  }

  /** Starts its time again. */
  async pet(seconds = this.seconds): Promise<void> {
    await this.#set(this.id, checkSeconds(seconds));
  }

  /** Ends it; nothing will happen. Again is fine. */
  stop(): Promise<void> {
    this.#stopping ??= this.#set(this.id, 0).then(() => {});
    return this.#stopping;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
