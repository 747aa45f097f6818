import { type Duplex, pipeline } from 'node:stream';
import { log } from './log.js';

/** Carries what comes from either stream to the other, no faster than that takes it. Each ends with the other; `what` they are is logged then. */
export function joinStreams(what: string, one: Duplex, other: Duplex): void {
  const done = (error: unknown) => {
    if (error != null) log('%s ended: %s', what, error);
  };
  pipeline(one, other, done);
  pipeline(other, one, done);
}
