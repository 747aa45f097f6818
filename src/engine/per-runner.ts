import type { Runner } from '../remote/runner.js';

/** An answer about a host: asked once by all who want it at the same time, and believed for a while. */
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
    const asked = { answer: this.#ask(runner), until: Number.POSITIVE_INFINITY };
    this.#answers.set(runner, asked);
    asked.answer.then(
      (answer) => {
        asked.until = Date.now() + this.#age(answer);
      },
      () => {
        asked.until = 0;
      },
    );
    return asked.answer;
  }
}
