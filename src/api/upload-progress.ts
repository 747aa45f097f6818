import type { ProgressEvent, ProgressListener } from '../core/progress.js';

/** Tells the uploads of one VM's files to its host as one step. Nothing is told when the host has them all. */
export class UploadProgress {
  readonly #hostId: string;
  readonly #listener: ProgressListener | undefined;
  /** By path. */
  readonly #files = new Map<string, { completed: number; total: number }>();

  constructor(hostId: string, listener: ProgressListener | undefined) {
    this.#hostId = hostId;
    this.#listener = listener;
  }

  /** Hears the progress of one file. */
  of(path: string): ProgressListener {
    return ({ completed = 0, total = 0 }) => {
      this.#files.set(path, { completed, total });
      this.#tell({});
    };
  }

  /** All files are there. */
  done(): void {
    if (this.#files.size > 0) this.#tell({ done: true });
  }

  #tell(more: Partial<ProgressEvent>): void {
    const sum = { completed: 0, total: 0 };
    for (const { completed, total } of this.#files.values()) {
      sum.completed += completed;
      sum.total += total;
    }
    const message = `uploading to ${this.#hostId}`;
    this.#listener?.({ type: 'progress', step: 'upload', message, unit: 'bytes', ...sum, ...more });
  }
}
