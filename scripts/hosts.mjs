// Real test hosts by Vagrant, or your own: npm run hosts:up, hosts:down, hosts:status, hosts:ssh, hosts:url, hosts:env,
// hosts:check. docs/test-hosts.md
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SSH_CONFIG, sshArgv } from './hosts/access.mjs';
import { checkHosts } from './hosts/check.mjs';
import { hostsDown } from './hosts/down.mjs';
import { hostNamed, ownHosts, testHosts } from './hosts/inventory.mjs';
import { holdsLock, rerunLocked } from './hosts/lock.mjs';
import { MACHINES, machinesNamed, VAGRANT_DIR, vagrantSettings } from './hosts/settings.mjs';
import { hostsStatus } from './hosts/status.mjs';
import { checkOwnHost, hostsUp } from './hosts/up.mjs';
import { main, SetupError } from './lib/step.mjs';

const USAGE = `usage: hosts.mjs up [--fresh] [HOST…]     start hosts (kvm and xen; also kvm2, xen2 when named)
       hosts.mjs down [--boxes] [HOST…]   remove hosts and their disks; --boxes: the boxes too
       hosts.mjs status                   what there is
       hosts.mjs ssh HOST [COMMAND…]      a shell on a host
       hosts.mjs url HOST                 the URL that vmwright takes
       hosts.mjs env                      shell exports for tests and for vmwright
       hosts.mjs check [HOST…]            boot guests on the hosts: KVM, Xen PV, Xen PVH, network`;

const LOCK = join(VAGRANT_DIR, '.hosts.lock');

/** Runs what changes hosts, one at a time. */
async function locked(work) {
  if (holdsLock(LOCK)) return work();
  process.exitCode = rerunLocked(LOCK, 'another hosts:up or hosts:down is running; waiting for that');
}

async function up(args) {
  const { values, positionals } = parse(args, { fresh: { type: 'boolean', default: false } });
  const own = ownHosts();
  const names = positionals.length > 0 ? positionals : machinesNamed([]);
  const made = names.filter((name) => !Object.hasOwn(own, name));
  for (const host of testHosts().filter(({ name, own }) => own && names.includes(name))) {
    checkOwnHost(host.name, host.url, host.sshConfig);
  }
  if (made.length > 0) await locked(() => hostsUp(machinesNamed(made), values));
}

async function down(args) {
  const { values, positionals } = parse(args, { boxes: { type: 'boolean', default: false } });
  const names = positionals.length > 0 ? machinesNamed(positionals) : Object.keys(MACHINES);
  await locked(() => hostsDown(names, values));
}

function shell([name, ...command]) {
  const host = hostNamed(name);
  const { hostname, port, username } = new URL(host.url);
  const own = [
    'ssh',
    ...(port ? ['-p', port] : []),
    username ? `${username}@${hostname}` : hostname,
    ...command,
  ];
  const argv = host.own ? own : sshArgv(name, command);
  const { status, error } = spawnSync(argv[0], argv.slice(1), { stdio: 'inherit' });
  if (error) throw new SetupError(`ssh could not be started: ${error.message}`);
  process.exitCode = status ?? 1;
}

function printEnv() {
  const hosts = testHosts();
  const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  console.log(
    `export VMWRIGHT_TEST_HOSTS=${quote(hosts.map(({ name, url }) => `${name}=${url}`).join(','))}`,
  );
  const config = hosts.find(({ sshConfig }) => sshConfig !== undefined)?.sshConfig;
  if (config !== undefined) console.log(`export VMWRIGHT_SSH_CONFIG=${quote(config)}`);
}

function parse(args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new SetupError(`${error.message}\n${USAGE}`);
  }
}

const COMMANDS = {
  up,
  down,
  status: () => hostsStatus(),
  ssh: shell,
  url: ([name]) => console.log(hostNamed(name).url),
  env: () => printEnv(),
  'ssh-config': () => console.log(SSH_CONFIG),
  check: (args) => checkHosts(args),
  'vagrant-settings': () => console.log(JSON.stringify(vagrantSettings())),
};

await main(async () => {
  const [command, ...args] = process.argv.slice(2);
  const run = Object.hasOwn(COMMANDS, command ?? '') ? COMMANDS[command] : undefined;
  if (run === undefined) throw new SetupError(USAGE);
  await run(args);
});
