import { debuglog } from 'node:util';

/** Debug lines on stderr with `NODE_DEBUG=vmwright`. Never pass secrets: environment values, passphrases. */
export const log = debuglog('vmwright');
