import type { EventHub } from '../core/event-hub.js';
import type { ProgressEvent, ProgressListener } from '../core/progress.js';
import type { LongStep, QmpEvent } from './qmp-types.js';

/** One long piece of work of the program that runs a VM. */
export interface LongWork {
  readonly step: LongStep;
  /** For people: `saving bob`. */
  readonly message: string;
}

/**
 * Does the work and tells `listener` how far it is, in bytes, as the program tells it: about four times a second. The first event
 * has no figures; the last one, `done`, comes only when it succeeds.
 */
export async function withProgress<T>(
  events: EventHub<QmpEvent>,
  { step, message }: LongWork,
  listener: ProgressListener | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (listener === undefined) return work();
  let last: ProgressEvent = { type: 'progress', step, message };
  const off = events.on('PROGRESS', ({ what, done, total }) => {
    if (what !== step) return;
    last = { type: 'progress', step, message, completed: done, total, unit: 'bytes' };
    listener(last);
  });
  try {
    listener(last);
    const result = await work();
    listener({ ...last, ...(last.total === undefined ? {} : { completed: last.total }), done: true });
    return result;
  } finally {
    off();
  }
}
