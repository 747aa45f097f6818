import { setMaxListeners } from 'node:events';
import { EXIT } from './exit-codes.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * What ends the program from outside. The first signal aborts `signal`, so that the running command undoes what
 * it did; the second exits at once, and the engines' own lifelines clean up. A closed standard output (`| head`)
 * ends the program too, without a word.
 */
export class Interrupt implements Disposable {
  readonly #controller = new AbortController();
  #exitCode: number | undefined;

  constructor() {
    setMaxListeners(0, this.#controller.signal); // commands make many calls at once, each of which listens
    for (const name of SIGNALS) process.on(name, this.#onSignal);
    process.stdout.on('error', this.#onOutputError);
    process.stderr.on('error', this.#onOutputError);
  }

  /** Aborts when the program is to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Set once the program is to end: the code to end with. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  [Symbol.dispose](): void {
    for (const name of SIGNALS) process.off(name, this.#onSignal);
  }

  readonly #onSignal = (): void => {
    if (this.#exitCode !== undefined) process.exit(EXIT.interrupted);
    if (process.stderr.isTTY) process.stderr.write('\nvmwright: cleaning up; Ctrl-C again quits at once\n');
    this.#end(EXIT.interrupted);
  };

  readonly #onOutputError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    this.#end(EXIT.outputClosed);
  };

  #end(exitCode: number): void {
    this.#exitCode ??= exitCode;
    this.#controller.abort(new Error('interrupted'));
  }
}
