// hosts:down. Removes the machines with their disks; the boxes stay, unless asked.
import { rmSync } from 'node:fs';
import { KINDS } from '../../vagrant/box/cache.mjs';
import { removeBoxes, removeOldBoxes } from './boxes.mjs';
import { domainFacts, ensureDaemons, ensurePool, ourDomains } from './libvirt.mjs';
import { MACHINES, STATE_DIR } from './settings.mjs';
import { discard } from './up.mjs';

/** Works without Vagrant, so that nothing half-made can stop it. */
export async function hostsDown(names, { boxes }) {
  await ensureDaemons();
  ensurePool();
  for (const name of names) {
    const existed = domainFacts(name) !== undefined;
    discard(name);
    if (existed) process.stderr.write(`${name}: removed\n`);
  }
  removeOldBoxes(KINDS);
  if (boxes) {
    removeBoxes(KINDS);
    process.stderr.write('boxes: removed\n');
  }
  if (ourDomains().length === 0 && names.length === Object.keys(MACHINES).length) {
    rmSync(STATE_DIR, { recursive: true, force: true });
  }
}
