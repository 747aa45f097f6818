import type { ProgressEvent, ProgressListener } from '../core/progress.js';

/** Announces the steps of one image build. */
export class BuildProgress {
  readonly #listener: ProgressListener | undefined;

  constructor(listener: ProgressListener | undefined) {
    this.#listener = listener;
  }

  /** Starts a step; the returned functions report its growth and its end. */
  start(step: string, message: string, size: { total?: number; unit?: 'bytes' | 'items' } = {}): Step {
    let { total } = size;
    const emit = (more: Partial<ProgressEvent>) =>
      this.#listener?.({
        type: 'progress',
        step,
        message,
        ...(total === undefined ? {} : { total }),
        ...(size.unit === undefined ? {} : { unit: size.unit }),
        ...more,
      });
    emit({});
    return {
      advance: (completed, newTotal = total) => {
        total = newTotal;
        emit({ completed });
      },
      done: () => emit(total === undefined ? { done: true } : { completed: total, done: true }),
    };
  }
}

export interface Step {
  /** @param total when it turned out to be another than first thought */
  advance(completed: number, total?: number): void;
  done(): void;
}
