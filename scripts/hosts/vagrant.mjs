// Runs Vagrant: its chatter goes to a log, what matters is printed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SetupError } from '../lib/step.mjs';
import { consoleTail } from './console.mjs';
import { MACHINES, STATE_DIR, VAGRANT_DIR, vagrantSettings } from './settings.mjs';

const LOG = join(STATE_DIR, 'vagrant.log');
const TAIL_LINES = 25;

/** Lines of Vagrant that are steps of a machine's start, in our words. */
const STEPS = [
  [/Uploading base box image/, 'uploading the box into the storage pool'],
  [/Creating domain with the following/, 'creating the machine'],
  [/Waiting for domain to get an IP/, 'booting'],
  [/Machine booted and ready/, 'booted'],
  [/Setting hostname/, 'setting its name'],
  [/Destroying VM|Removing domain/, 'removing'],
];

/** Runs a Vagrant command in vagrant/. `report(machine, step)` is called as machines proceed. */
export async function vagrant(args, report = () => {}) {
  mkdirSync(STATE_DIR, { recursive: true });
  const log = createWriteStream(LOG, { flags: 'a' });
  log.write(`\n### ${new Date().toISOString()} vagrant ${args.join(' ')}\n`);
  const child = spawn('vagrant', [...args, '--no-color'], {
    cwd: VAGRANT_DIR,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      VAGRANT_DEFAULT_PROVIDER: 'libvirt',
      VAGRANT_CHECKPOINT_DISABLE: '1',
      VMWRIGHT_VAGRANT_SETTINGS: JSON.stringify(vagrantSettings()),
    },
  });
  const interrupt = () => child.kill('SIGINT'); // Vagrant cleans up on SIGINT only
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const tail = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${new Date().toISOString()} ${line}\n`);
      if (!/Progress:/.test(line)) tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      reportStep(line, report);
    });
  }
  try {
    const [code, signal] = await once(child, 'close');
    if (code !== 0) throw failure(args, signal ?? `exit code ${code}`, tail);
  } catch (error) {
    throw error.code === 'ENOENT' ? new SetupError('vagrant is not installed') : error;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    log.end();
  }
}

function reportStep(line, report) {
  const [, machine, text] = /^==> ([\w-]+): (.*)/.exec(line) ?? [];
  if (machine === undefined) return;
  const step = STEPS.find(([pattern]) => pattern.test(text));
  if (step !== undefined) report(machine, step[1]);
}

function failure(args, how, tail) {
  const consoles = args.slice(1).filter((word) => Object.hasOwn(MACHINES, word));
  return new SetupError(
    `vagrant ${args.join(' ')} ended with ${how}:\n${tail.join('\n')}\nfull log: ${LOG}${consoles.map(consoleTail).join('')}`,
  );
}

const machineFolder = (name) => join(VAGRANT_DIR, '.vagrant', 'machines', name, 'libvirt');

/** The domain that Vagrant thinks a machine is, or undefined. */
export function vagrantId(name) {
  const file = join(machineFolder(name), 'id');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Makes Vagrant forget a machine. */
export function forgetMachine(name) {
  rmSync(machineFolder(name), { recursive: true, force: true });
}
