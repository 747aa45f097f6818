import type { Duplex, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Vm } from '../index.js';
import { RawTerminal, releaseStdin } from './terminal.js';

/** Ctrl-], as in telnet: the one key that does not reach the guest. */
const ESCAPE = 0x1d;

/**
 * Connects our terminal to the guest's console until the guest ends it or the user presses Ctrl-]. `output` is
 * where to read, when it is not the console connection itself. Resolves with who ended it.
 */
export async function showConsole(vm: Vm, signal: AbortSignal, output?: Readable): Promise<'user' | 'guest'> {
  const connection = await vm.console({ signal });
  using _terminal = new RawTerminal();
  const shown = output ?? connection;
  const abort = () => shown.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (shown !== connection) connection.resume();
    shown.pipe(process.stdout, { end: false });
    const left = readKeys(connection).then(() => 'user' as const);
    const ended = finished(shown, { writable: false }).then(
      () => 'guest' as const,
      () => 'guest' as const, // a console breaks off when its VM ends
    );
    return await Promise.race([left, ended]);
  } finally {
    signal.removeEventListener('abort', abort);
    shown.destroy();
    connection.destroy();
    releaseStdin();
  }
}

/** Sends what is typed; resolves on the escape key. The end of a piped input is not the end of the console. */
function readKeys(connection: Duplex): Promise<void> {
  connection.on('error', () => {}); // seen as the end of the console
  return new Promise((resolve) => {
    process.stdin.on('data', (keys: Buffer) => {
      const at = process.stdin.isTTY ? keys.indexOf(ESCAPE) : -1;
      if (!connection.destroyed) connection.write(at < 0 ? keys : keys.subarray(0, at));
      if (at >= 0) resolve();
    });
  });
}
