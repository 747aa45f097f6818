// Machines that hang while they boot: an emulated Xen host now and then stays in dom0's first second for good.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { domainAddress, domainFacts, resetDomain } from './libvirt.mjs';

const LOOK_EVERY_MS = 5000;
const GREETING_MS = 4000;
/** A machine boots in half a minute, or in two when this computer is busy. */
const SILENT_MS = 150_000;
const RESETS = 2;

/** Whether an sshd greets there. Does not block, unlike the programs that the other steps run. */
export async function greets(address, port = 22) {
  const socket = connect({ host: address, port });
  try {
    const [data] = await once(socket, 'data', { signal: AbortSignal.timeout(GREETING_MS) });
    return data.toString().startsWith('SSH-');
  } catch {
    return false;
  } finally {
    socket.on('error', () => {}).destroy();
  }
}

/** Runs until `signal` aborts: resets running machines of `names` that stay silent, and says so. */
export async function resetWhileSilent(names, say, signal) {
  const silent = new Map(names.map((name) => [name, { since: undefined, resets: 0 }]));
  while (!signal.aborted && silent.size > 0) {
    for (const [name, seen] of silent) {
      if (await answersOrWakes(name, seen, say)) silent.delete(name);
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

async function answersOrWakes(name, seen, say) {
  if (domainFacts(name)?.state !== 'running') {
    seen.since = undefined;
    return false;
  }
  const address = domainAddress(name);
  if (address !== undefined && (await greets(address))) return true;
  seen.since ??= Date.now();
  if (Date.now() - seen.since < SILENT_MS) return false;
  if (seen.resets === RESETS) return true; // whoever waits for it gives up and shows its console
  seen.resets += 1;
  seen.since = Date.now();
  resetDomain(name);
  say(`${name}: silent for ${SILENT_MS / 1000} s; pressed its reset button`);
  return false;
}
