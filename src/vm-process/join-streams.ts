import { type Duplex, pipeline } from 'node:stream';
import { log } from '../core/log.js';

/** Carries what comes from either stream to the other, no faster than that takes it. Each ends with the other. */
export function joinStreams(one: Duplex, other: Duplex): void {
  const done = (error: unknown) => {
    if (error != null) log('joined streams ended: %s', error);
  };
  pipeline(one, other, done);
  pipeline(other, one, done);
}
