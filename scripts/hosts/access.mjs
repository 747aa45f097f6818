// How hosts are reached: Vagrant's key, their host keys, one ssh configuration for all.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from '../lib/step.mjs';
import { attempt } from './program.mjs';
import { STATE_DIR } from './settings.mjs';

const RECORDS = join(STATE_DIR, 'machines.json');
const KEY = join(STATE_DIR, 'key');
const KNOWN_HOSTS = join(STATE_DIR, 'known_hosts');
/** Knows every host by its name and by its address. */
export const SSH_CONFIG = join(STATE_DIR, 'ssh_config');

/** What is known of machines that were up: `{ name: { uuid, address, hostKey, boxKey } }`. */
export function readRecords() {
  return existsSync(RECORDS) ? JSON.parse(readFileSync(RECORDS, 'utf8')) : {};
}

function writeRecords(records) {
  writeFileSync(RECORDS, `${JSON.stringify(records, null, 2)}\n`);
  const entries = Object.entries(records);
  const knownHosts = entries.map(([name, { address, hostKey }]) => `${name},${address} ${hostKey}\n`);
  writeFileSync(KNOWN_HOSTS, knownHosts.join(''));
  writeFileSync(SSH_CONFIG, entries.map(([name, { address }]) => sshSection(name, address)).join('\n'));
}

function sshSection(name, address) {
  return `Host ${name} ${address}
  HostName ${address}
  User root
  IdentityFile ${KEY}
  IdentitiesOnly yes
  UserKnownHostsFile ${KNOWN_HOSTS}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
`;
}

export const urlOf = ({ address }) => `ssh://root@${address}:22`;

/** Vagrant's well-known private key, with the permissions that ssh wants. */
export function ensureKey() {
  if (existsSync(KEY)) return;
  mkdirSync(STATE_DIR, { recursive: true });
  const keys = join('keys', 'vagrant');
  const gems = attempt([
    'sh',
    '-c',
    'ls -d /usr/share/rubygems-integration/all/gems/vagrant-[0-9]* /opt/vagrant/embedded/gems/gems/vagrant-[0-9]*',
  ]);
  const places = [
    join(homedir(), '.vagrant.d', 'insecure_private_key'),
    join(homedir(), '.vagrant.d', 'insecure_private_keys', 'vagrant.key.rsa'),
    ...gems.stdout
      .split('\n')
      .filter((gem) => gem !== '')
      .map((gem) => join(gem, keys)),
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined)
    throw new SetupError(`Vagrant's insecure_private_key is not in ${places.join(', ')}`);
  copyFileSync(found, KEY);
  chmodSync(KEY, 0o600);
}

/** The host key of an sshd, `ssh-ed25519 AAAA…`; undefined when it does not answer. */
export function scanHostKey(address) {
  const { stdout } = attempt(['ssh-keyscan', '-T', '5', '-t', 'ed25519', address], { timeoutMs: 10_000 });
  return /^\S+ (ssh-ed25519 \S+)$/m.exec(stdout)?.[1];
}

/**
 * Records how a machine is reached. Its key is trusted when the machine is new: the network between is inside this
 * computer. Later another key is an error.
 */
export function recordMachine(name, { uuid, address, hostKey, boxKey }) {
  const records = readRecords();
  const known = records[name];
  if (known?.uuid === uuid && known.hostKey !== hostKey) {
    throw new SetupError(
      `${name} (${address}) shows another host key than before; if that is right: npm run hosts:up -- --fresh ${name}`,
    );
  }
  const built = known?.uuid === uuid ? known.boxKey : boxKey;
  writeRecords({ ...records, [name]: { uuid, address, hostKey, boxKey: built } });
}

export function forgetAccess(name) {
  const { [name]: _, ...others } = readRecords();
  if (existsSync(STATE_DIR)) writeRecords(others);
}

const ssh = (name, ...args) => [
  'ssh',
  '-F',
  SSH_CONFIG,
  '-o',
  'BatchMode=yes',
  '-o',
  'ConnectTimeout=10',
  name,
  ...args,
];

/** The command line of a shell on a host. */
export const sshArgv = (name, args) => ['ssh', '-F', SSH_CONFIG, name, ...args];

/** Whether a command runs on the host now. */
export function answers(name, timeoutMs = 20_000) {
  return Object.hasOwn(readRecords(), name) && attempt(ssh(name, 'true'), { timeoutMs }).ok;
}

/** Runs a shell script on a host; gives what it printed. */
export function runScript(name, script, timeoutMs) {
  return attempt(ssh(name, 'sh', '-s'), { timeoutMs, input: script });
}
