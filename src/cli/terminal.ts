/** Size of a terminal in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The size of our terminal. @default 80 x 24, without one */
export function terminalSize(): TerminalSize {
  const { columns, rows } = process.stdout;
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}

/**
 * Our terminal in raw mode: every key, Ctrl-C too, goes to the guest. It is restored on dispose and, whatever
 * else happens, when the program exits.
 */
export class RawTerminal implements Disposable {
  readonly #raw: boolean;
  #onResize: (() => void) | undefined;

  constructor() {
    this.#raw = process.stdin.isTTY === true;
    if (!this.#raw) return;
    process.once('exit', this.#restore);
    process.stdin.setRawMode(true);
  }

  /** Calls `listener` for each new size. */
  onResize(listener: (size: TerminalSize) => void): void {
    this.#onResize = () => listener(terminalSize());
    process.stdout.on('resize', this.#onResize);
  }

  [Symbol.dispose](): void {
    if (this.#onResize !== undefined) process.stdout.off('resize', this.#onResize);
    process.off('exit', this.#restore);
    this.#restore();
  }

  readonly #restore = (): void => {
    if (this.#raw && !process.stdin.destroyed) process.stdin.setRawMode(false);
  };
}

/** Stops reading standard input, so that the program can end. Nothing can be read after. */
export function releaseStdin(): void {
  process.stdin.unpipe();
  process.stdin.destroy();
}
