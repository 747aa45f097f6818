import { formatSize } from '../core/size.js';
import type { ProgressEvent } from '../index.js';
import { formatElapsed } from './duration.js';
import { plainText } from './plain-text.js';

const BAR_WIDTH = 24;
/** Milliseconds between redraws. */
const REDRAW = 100;

interface Step {
  event: ProgressEvent;
  readonly startedAt: number;
}

/** How progress is shown. */
export interface ProgressOptions {
  /** Keep a line for each finished step; otherwise nothing remains on the terminal. @default true */
  readonly keep?: boolean;
}

/**
 * Shows the steps of long work on stderr: on a terminal one live line with a bar, elsewhere (unless `keep` is
 * false) one plain line at the start and one at the end of each step.
 */
export class ProgressBar implements Disposable {
  readonly #stream = process.stderr;
  readonly #live = process.stderr.isTTY === true;
  readonly #keep: boolean;
  readonly #steps = new Map<string, Step>();
  #current: Step | undefined;
  #timer: NodeJS.Timeout | undefined;
  #drawn = false;

  constructor({ keep = true }: ProgressOptions = {}) {
    this.#keep = keep;
  }

  /** Give it as `onProgress`. */
  readonly update = (event: ProgressEvent): void => {
    const known = this.#steps.get(event.step);
    const step = known ?? { event, startedAt: performance.now() };
    step.event = event;
    this.#current = step;
    if (known === undefined) this.#begin(step);
    if (event.done === true) this.#finish(step);
  };

  /** Removes the live line. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#erase();
  }

  #begin(step: Step): void {
    this.#steps.set(step.event.step, step);
    if (!this.#live) {
      if (this.#keep) this.#stream.write(`vmwright: ${step.event.message} ...\n`);
      return;
    }
    this.#draw();
    this.#timer ??= setInterval(() => this.#draw(), REDRAW).unref();
  }

  #finish(step: Step): void {
    this.#steps.delete(step.event.step);
    this.#erase();
    const elapsed = formatElapsed(performance.now() - step.startedAt);
    if (this.#keep) this.#stream.write(`vmwright: ${step.event.message}: done in ${elapsed}\n`);
    this.#current = [...this.#steps.values()].at(-1);
    if (this.#current === undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else if (this.#live) this.#draw();
  }

  #draw(): void {
    if (this.#current === undefined) return;
    const { event, startedAt } = this.#current;
    const line = progressLine(event, performance.now() - startedAt, this.#stream.columns);
    this.#stream.write(`\r\x1b[K${line}`);
    this.#drawn = true;
  }

  #erase(): void {
    if (this.#drawn) this.#stream.write('\r\x1b[K');
    this.#drawn = false;
  }
}

/** `unpacking the kernel [#####-----] 52% 6.1 of 11.7 MiB`, never longer than the terminal is wide. */
export function progressLine(event: ProgressEvent, elapsed: number, columns = 80): string {
  const { message, completed, total, unit } = event;
  const amount = (n: number) => (unit === 'bytes' ? formatSize(n) : String(n));
  let rest = formatElapsed(elapsed);
  if (completed !== undefined && total !== undefined && total > 0) {
    const share = Math.min(1, completed / total);
    const full = Math.round(share * BAR_WIDTH);
    const bar = `[${'#'.repeat(full)}${'-'.repeat(BAR_WIDTH - full)}]`;
    rest = `${bar} ${Math.floor(share * 100)}% ${amount(completed)} of ${amount(total)}`;
  } else if (completed !== undefined) rest = `${amount(completed)}, ${rest}`;
  const width = columns > 0 ? columns : 80; // a terminal that was never told its size says 0
  return `${plainText(message)} ${rest}`.slice(0, width - 1);
}
