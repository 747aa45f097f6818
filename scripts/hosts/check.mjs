// hosts:check. Boots guests on the hosts with the hosts' own tools.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../lib/step.mjs';
import { runScript } from './access.mjs';
import { hostNamed } from './inventory.mjs';
import { MACHINES, machinesNamed, VAGRANT_DIR } from './settings.mjs';

const LIMIT_MS = 300_000;
const script = (name) => readFileSync(join(VAGRANT_DIR, 'check', name), 'utf8');

export function checkHosts(names) {
  for (const name of machinesNamed(names)) checkHost(name);
}

function checkHost(name) {
  if (hostNamed(name).own) throw new SetupError(`${name} is your own host; hosts:check knows only Vagrant's`);
  const start = performance.now();
  const { kind } = MACHINES[name];
  const { ok, stdout, stderr } = runScript(name, script('guest.sh') + script(`${kind}.sh`), LIMIT_MS);
  process.stdout.write(stdout.replace(/^/gm, `${name}: `).replace(/\S+: $/, ''));
  if (!ok) throw new SetupError(`hosts:check of ${name} failed:\n${stderr}`);
  console.log(`${name}: all good, ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
