import type { CallOptions } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';

export interface CopyOptions extends CallOptions {
  /** Called as bytes are copied, at most every {@link PROGRESS_BYTES}, and once at the end. */
  readonly onProgress?: ProgressListener | undefined;
  /** Keeps numeric owners; needs root on the receiving side. @default false */
  readonly keepOwner?: boolean | undefined;
}

export interface CopyResult {
  readonly files: number;
  readonly directories: number;
  readonly symlinks: number;
  /** Of file contents. */
  readonly bytes: number;
  /** What was left out and why: sockets, devices, unreadable files. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** Bytes between two progress events. */
export const PROGRESS_BYTES = 1024 * 1024;

/** Most skipped entries that are kept; an untrusted guest must not fill our memory with them. */
const MAX_SKIPPED = 1000;

/** Counts what was copied and tells the listener. */
export class CopyTally {
  files = 0;
  directories = 0;
  symlinks = 0;
  bytes = 0;
  readonly skipped: { path: string; reason: string }[] = [];
  readonly #step: string;
  readonly #message: string;
  readonly #listener: ProgressListener | undefined;
  #reported = 0;

  constructor(step: string, message: string, listener: ProgressListener | undefined) {
    this.#step = step;
    this.#message = message;
    this.#listener = listener;
  }

  addBytes(count: number): void {
    this.bytes += count;
    if (this.bytes - this.#reported >= PROGRESS_BYTES) this.#report(false);
  }

  skip(path: string, reason: string): void {
    if (this.skipped.length < MAX_SKIPPED) this.skipped.push({ path, reason });
  }

  finish(): CopyResult {
    this.#report(true);
    const { files, directories, symlinks, bytes, skipped } = this;
    return { files, directories, symlinks, bytes, skipped };
  }

  #report(done: boolean): void {
    this.#reported = this.bytes;
    this.#listener?.({
      type: 'progress',
      step: this.#step,
      message: this.#message,
      completed: this.bytes,
      unit: 'bytes',
      done,
    });
  }
}
