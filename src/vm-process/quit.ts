import { messageOf } from '../core/errors.js';
import { log } from '../core/log.js';
import type { VmMonitor } from './monitor.js';

/** Milliseconds that the program gets to flush its disks and quit before it is killed. */
const GRACE = 2000;

/** Asks the program to end and waits until it did, or for the grace time. */
export async function quit(qmp: VmMonitor): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE);
  });
  qmp.execute('quit').catch((error: unknown) => log('quit: %s', messageOf(error)));
  await Promise.race([qmp.closed, grace]);
  clearTimeout(timer);
}
