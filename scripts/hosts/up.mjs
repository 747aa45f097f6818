// hosts:up. Every step looks first, so that it can be repeated, and repairs what a killed run left.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { boxOf } from '../../vagrant/box/cache.mjs';
import { installPackages } from '../lib/debian.mjs';
import { SetupError } from '../lib/step.mjs';
import {
  answers,
  ensureKey,
  forgetAccess,
  readRecords,
  recordMachine,
  runScript,
  scanHostKey,
  urlOf,
} from './access.mjs';
import { buildBoxes, placeInPool, registerBox } from './boxes.mjs';
import { consoleTail } from './console.mjs';
import {
  domainAddress,
  domainFacts,
  ensureDaemons,
  ensurePool,
  removeDomain,
  repairKvmAccess,
  repairNetwork,
} from './libvirt.mjs';
import { attempt } from './program.mjs';
import { consoleLogOf, domainOf, MACHINES } from './settings.mjs';
import { forgetMachine, vagrant, vagrantId } from './vagrant.mjs';
import { detectVirtualization } from './virtualization.mjs';
import { resetWhileSilent } from './wake.mjs';

const PACKAGES = [
  'vagrant',
  'vagrant-libvirt',
  'libvirt-daemon-system',
  'libvirt-clients',
  'qemu-system-x86',
  'qemu-utils',
  'dnsmasq-base',
  'iproute2',
  'nftables',
  'grub-common',
  'grub-pc-bin',
  'parted',
  'e2fsprogs',
  'mmdebstrap',
  'openssh-client',
  'util-linux',
];

/** A machine that runs but is silent gets this long, one reset included, before it is made anew: it may be booting. */
const SILENT_MS = 300_000;

const started = performance.now();

function say(text) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  process.stderr.write(`[${seconds} s] ${text}\n`);
}

function sayIf(text) {
  if (text !== undefined) say(text);
}

/** Waits for machines that boot; those that hang are reset. */
async function whileBooting(names, work) {
  const over = new AbortController();
  const waking = resetWhileSilent(names, say, over.signal);
  try {
    return await work();
  } finally {
    over.abort();
    await waking;
  }
}

/** Brings machines up; `fresh` makes them anew. */
export async function hostsUp(names, { fresh }) {
  const virtualization = detectVirtualization();
  say(
    `${virtualization.mode === 'hardware' ? 'hardware virtualization' : 'full emulation'}: ${virtualization.reason}`,
  );
  await installPackages(PACKAGES);
  sayIf(repairKvmAccess());
  sayIf(await ensureDaemons());
  const poolDir = ensurePool();
  sayIf(repairNetwork());
  ensureKey();
  const missing = [];
  for (const name of names) if (fresh || !(await isReady(name))) missing.push(name);
  if (missing.length > 0) await start(missing, poolDir, fresh);
  for (const name of names) reportReady(name);
}

/** Whether the machine is up and answers; what cannot become ready is removed. */
async function isReady(name) {
  const facts = domainFacts(name);
  if (facts === undefined) return false;
  if (vagrantId(name) !== facts.uuid) {
    say(`${name}: Vagrant does not know the domain ${domainOf(name)}; making it anew`);
    return false;
  }
  if (facts.state !== 'running') return false;
  if (!answers(name)) say(`${name}: runs; waiting for its sshd`);
  const seen = await whileBooting([name], () => awaitSshd(name));
  if (seen !== undefined) {
    recordMachine(name, { ...facts, ...seen });
    if (answers(name)) return true;
  }
  say(`${name}: runs but does not answer; making it anew`);
  discard(name);
  return false;
}

/** Address and host key of a running machine, when it has both in time. */
async function awaitSshd(name) {
  const deadline = Date.now() + SILENT_MS;
  while (Date.now() < deadline) {
    const address = domainAddress(name);
    const hostKey = address && scanHostKey(address);
    if (hostKey) return { address, hostKey };
    await sleep(500);
  }
  return undefined;
}

/** Removes a machine, however far it had come. */
export function discard(name) {
  removeDomain(name);
  forgetMachine(name);
  forgetAccess(name);
  rmSync(consoleLogOf(name), { force: true });
}

async function start(names, poolDir, fresh) {
  const kinds = [...new Set(names.map((name) => MACHINES[name].kind))];
  buildBoxes(kinds);
  for (const kind of kinds) {
    if (await registerBox(kind)) say(`${boxOf(kind).name}: registered with Vagrant`);
    if (placeInPool(kind, poolDir)) say(`${boxOf(kind).name}: copied into the storage pool`);
  }
  for (const name of names) prepare(name, fresh);
  await whileBooting(names, () => vagrant(['up', ...names], (name, step) => say(`${name}: ${step}`)));
  for (const name of names) await learnAccess(name);
}

/** A stopped machine is started again; half-made ones and strangers with its name are removed. */
function prepare(name, fresh) {
  const facts = domainFacts(name);
  const stopped = facts?.state === 'shut off' && vagrantId(name) === facts.uuid && !fresh;
  if (!stopped) discard(name);
}

async function learnAccess(name) {
  const facts = domainFacts(name);
  const seen = facts && (await awaitSshd(name));
  if (!seen) {
    throw new SetupError(`${name}: Vagrant says it is up, but it does not answer${consoleTail(name)}`);
  }
  const { kind } = MACHINES[name];
  recordMachine(name, { ...facts, ...seen, boxKey: boxOf(kind).key });
  // The image has the name of its kind. Vagrant would take half a minute to change it on an emulated CPU.
  const named = runScript(name, `[ "$(hostname)" = ${name} ] || hostnamectl hostname ${name}`, SILENT_MS);
  if (!named.ok) {
    throw new SetupError(
      `${name}: ${seen.address} refuses Vagrant's key; try: npm run hosts:up -- --fresh ${name}\n${named.stderr}`,
    );
  }
}

function reportReady(name) {
  const record = readRecords()[name];
  const outdated = record.boxKey !== undefined && record.boxKey !== boxOf(MACHINES[name].kind).key;
  say(
    `${name}: ready, ${urlOf(record)}${outdated ? ` (made by an older recipe; renew: npm run hosts:up -- --fresh ${name})` : ''}`,
  );
}

/** Own hosts are only tried. */
export function checkOwnHost(name, url, sshConfig) {
  const { username, hostname, port } = new URL(url);
  const target = `${username ? `${decodeURIComponent(username)}@` : ''}${hostname}`;
  const options = [...(sshConfig ? ['-F', sshConfig] : []), ...(port ? ['-p', port] : [])];
  const argv = ['ssh', ...options, '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', target, 'uname', '-n'];
  const { ok, stdout, stderr } = attempt(argv, { timeoutMs: 30_000 });
  if (!ok) throw new SetupError(`${name} (${url}) cannot be reached: ${stderr}`);
  say(`${name}: ready, ${url}, your own host ${stdout.trim()}`);
}
