// Which hosts there are: the user's own ones first, then Vagrant's.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../lib/step.mjs';
import { readRecords, SSH_CONFIG, urlOf } from './access.mjs';
import { VAGRANT_DIR } from './settings.mjs';

const FILE = join(VAGRANT_DIR, 'hosts.json');

/** Own hosts as `{ name: url }`: VMWRIGHT_TEST_HOSTS="kvm=ssh://…,xen=ssh://…", else vagrant/hosts.json. */
export function ownHosts(env = process.env, file = FILE) {
  const text = env.VMWRIGHT_TEST_HOSTS;
  const exported = env.VMWRIGHT_SSH_CONFIG === SSH_CONFIG; // what hosts:env printed are Vagrant's hosts
  if (text && !exported) return parseList(text);
  if (!existsSync(file)) return {};
  let hosts;
  try {
    hosts = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SetupError(`${file} is not JSON: ${error.message}`);
  }
  if (typeof hosts !== 'object' || hosts === null || Array.isArray(hosts)) {
    throw new SetupError(`${file} must be an object of names and URLs: { "kvm": "ssh://root@server" }`);
  }
  for (const [name, url] of Object.entries(hosts)) checkUrl(name, url, file);
  return hosts;
}

function parseList(text) {
  const entries = text.split(',').map((part) => {
    const at = part.indexOf('=');
    const [name, url] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    if (at < 1)
      throw new SetupError(`VMWRIGHT_TEST_HOSTS has ${part}; write kvm=ssh://root@server,xen=ssh://…`);
    checkUrl(name, url, 'VMWRIGHT_TEST_HOSTS');
    return [name, url];
  });
  return Object.fromEntries(entries);
}

function checkUrl(name, url, where) {
  if (typeof url !== 'string' || !URL.canParse(url) || new URL(url).protocol !== 'ssh:') {
    throw new SetupError(
      `${where}: the host ${name} is ${JSON.stringify(url)}; it must be a URL like ssh://root@server:22`,
    );
  }
}

/**
 * All hosts that tests can use: `[{ name, url, sshConfig, own }]`. `sshConfig` names the file with their keys;
 * own hosts use VMWRIGHT_SSH_CONFIG, or the user's usual one (undefined).
 */
export function testHosts() {
  const own = ownHosts();
  const given = process.env.VMWRIGHT_SSH_CONFIG || undefined;
  const ownConfig = given === SSH_CONFIG ? undefined : given;
  const listed = Object.entries(own).map(([name, url]) => ({ name, url, sshConfig: ownConfig, own: true }));
  const made = Object.entries(readRecords())
    .filter(([name]) => !Object.hasOwn(own, name))
    .map(([name, record]) => ({ name, url: urlOf(record), sshConfig: SSH_CONFIG, own: false }));
  return [...listed, ...made];
}

export function hostNamed(name) {
  const host = testHosts().find((each) => each.name === name);
  if (host === undefined)
    throw new SetupError(
      `there is no host ${name ?? '(no name)'} yet; run: npm run hosts:up${name ? ` -- ${name}` : ''}`,
    );
  return host;
}
