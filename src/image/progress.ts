import type { ProgressEvent, ProgressListener } from '../core/progress.js';

/** Announces the steps of one image build. */
export class BuildProgress {
  readonly #listener: ProgressListener | undefined;

  constructor(listener: ProgressListener | undefined) {
    this.#listener = listener;
  }

  /** Starts a step; the returned functions report its growth and its end. */
  start(step: string, message: string, size: { total?: number; unit?: 'bytes' | 'items' } = {}): Step {
    const emit = (more: Partial<ProgressEvent>) =>
      this.#listener?.({ type: 'progress', step, message, ...size, ...more });
    emit({});
    return {
      advance: (completed) => emit({ completed }),
      done: () => emit(size.total === undefined ? { done: true } : { completed: size.total, done: true }),
    };
  }
}

export interface Step {
  advance(completed: number): void;
  done(): void;
}
