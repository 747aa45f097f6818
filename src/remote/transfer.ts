import type { ProgressListener } from '../core/progress.js';

/** Milliseconds between progress events. */
const TELL_EVERY = 100;

/** What is told about a transfer. */
export interface TransferTold {
  readonly step: 'upload' | 'download';
  /** Of the file, for people. */
  readonly name: string;
  /** Bytes. */
  readonly total: number;
  readonly progress: ProgressListener | undefined;
}

/** Adds up bytes and tells the listener now and then, and at the end. */
export function transferTeller({ step, name, total, progress }: TransferTold) {
  const event = { type: 'progress', step, message: `${step}ing ${name}`, unit: 'bytes', total } as const;
  let completed = 0;
  let last = 0;
  return (bytes: number, done = false): void => {
    completed += bytes;
    const now = performance.now();
    if (progress === undefined || (!done && now - last < TELL_EVERY)) return;
    last = now;
    progress({ ...event, completed, ...(done ? { done } : {}) });
  };
}
