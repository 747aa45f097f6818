import type { Runner } from '../remote/runner.js';

/**
 * An answer about a host: asked once by all who want it at the same time, and believed for a while. A lost host may come
 * back as another one, so nothing is believed of it any more.
 */
export class PerRunner<T> {
  readonly #ask: (runner: Runner) => Promise<T>;
  readonly #age: (answer: T) => number;
  readonly #answers = new WeakMap<Runner, { answer: Promise<T>; until: number }>();

  /** `age`: milliseconds for which an answer is believed. */
  constructor(ask: (runner: Runner) => Promise<T>, age: (answer: T) => number) {
    this.#ask = ask;
    this.#age = age;
  }

  get(runner: Runner): Promise<T> {
    const known = this.#answers.get(runner);
    if (known !== undefined && Date.now() < known.until) return known.answer;
    if (known === undefined) runner.events.on('lost', () => this.forget(runner));
    const asked = { answer: this.#ask(runner), until: Number.POSITIVE_INFINITY };
    this.#answers.set(runner, asked);
    asked.answer.then(
      (answer) => {
        if (asked.until !== 0) asked.until = Date.now() + this.#age(answer);
      },
      () => {
        asked.until = 0;
      },
    );
    return asked.answer;
  }

  /** Whoever asks from now on gets a fresh answer. */
  forget(runner: Runner): void {
    const known = this.#answers.get(runner);
    if (known !== undefined) known.until = 0;
  }
}
