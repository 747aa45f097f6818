// libvirt of this machine: daemons, pool, network and our domains in it.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../lib/step.mjs';
import { attempt, output } from './program.mjs';
import { DOMAIN_PREFIX, domainOf } from './settings.mjs';

const URI = 'qemu:///system';
export const POOL = 'default';
const POOL_DIR = '/var/lib/libvirt/images';
/** Vagrant's network for all its machines. */
const NETWORK = 'vagrant-libvirt';
const ANSWER_MS = 15_000;

const virshArgv = (args) => ['virsh', '--quiet', '--connect', URI, ...args];
const virsh = (...args) => output(virshArgv(args));
const tryVirsh = (...args) => attempt(virshArgv(args));
const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Where no polkit answers, libvirtd itself lets the group libvirt in, with this configuration. */
const OPEN_CONFIG = '/run/vmwright-libvirtd.conf';
const OPEN_LINES = ['auth_unix_rw = "none"', 'unix_sock_group = "libvirt"', 'unix_sock_rw_perms = "0770"'];
const WRITE_OPEN = `printf "%s\\n" ${OPEN_LINES.map((line) => JSON.stringify(line)).join(' ')} >${OPEN_CONFIG}`;
/** Domains and networks live on without their libvirtd. */
const RESTART_OPEN = `sudo sh -c '${WRITE_OPEN}; kill $(cat /run/libvirtd.pid); sleep 2; libvirtd -d -f ${OPEN_CONFIG}'`;

/** Whether libvirt can be asked at all: nothing is started. */
export function libvirtAnswers() {
  return attempt(virshArgv(['uri']), { timeoutMs: ANSWER_MS }).ok;
}

/** Starts what is not running. Returns what was done, or undefined. */
export async function ensureDaemons() {
  const first = attempt(virshArgv(['uri']), { timeoutMs: ANSWER_MS });
  if (first.ok) return undefined;
  if (/system bus/i.test(first.stderr) && process.getuid() !== 0) {
    throw new SetupError(
      `libvirtd asks polkit who may use it, and there is no polkit here; run once: ${RESTART_OPEN}`,
    );
  }
  if (/authentication|polkit|permission denied/i.test(first.stderr)) {
    throw new SetupError(
      `this user may not use libvirt; run once, then log in again: sudo adduser $USER libvirt\n${first.stderr}`,
    );
  }
  if (existsSync('/run/systemd/system')) startWithSystemd();
  else startByHand(first.timedOut);
  for (let tries = 0; tries < 20; tries++) {
    if (libvirtAnswers()) return 'started libvirtd';
    await sleep(500);
  }
  throw new SetupError(
    `libvirtd was started but does not answer; see journalctl -u libvirtd, or run: libvirtd -v`,
  );
}

function startWithSystemd() {
  if (process.getuid() !== 0)
    throw new SetupError('libvirtd does not run; run: sudo systemctl enable --now libvirtd');
  output(['systemctl', 'restart', 'libvirtd'], { timeoutMs: 60_000 });
}

/** Containers and small VMs have no systemd. A libvirtd that hangs is ended: its domains and networks live on. */
function startByHand(hangs) {
  if (process.getuid() !== 0)
    throw new SetupError(
      `libvirtd does not run; run: sudo sh -c '${WRITE_OPEN}; virtlogd -d; libvirtd -d -f ${OPEN_CONFIG}'`,
    );
  if (hangs) endDaemon('/run/libvirtd.pid', 'libvirtd');
  writeFileSync(OPEN_CONFIG, `${OPEN_LINES.join('\n')}\n`);
  for (const [daemon, ...options] of [['virtlogd'], ['libvirtd', '--config', OPEN_CONFIG]]) {
    if (daemonPid(`/run/${daemon}.pid`, daemon) !== undefined) continue;
    const { ok, stderr } = attempt([daemon, '--daemon', ...options]);
    if (!ok) throw new SetupError(`${daemon} did not start: ${stderr}`);
  }
}

/**
 * Where no udev runs, /dev/kvm stays closed to the group kvm. Then libvirt asks QEMU for its abilities anew in every
 * call, 4 s each, because what it remembers ("with KVM") never fits what its QEMU user may open.
 */
export function repairKvmAccess() {
  const device = '/dev/kvm';
  if (process.getuid() !== 0 || existsSync('/run/udev/control') || !existsSync(device)) return undefined;
  const { mode } = statSync(device);
  const gid = /^kvm:[^:]*:(\d+):/m.exec(readFileSync('/etc/group', 'utf8'))?.[1];
  if (gid === undefined || (mode & 0o060) === 0o060) return undefined;
  chownSync(device, 0, Number(gid));
  chmodSync(device, 0o660);
  return 'gave the group kvm access to /dev/kvm, as udev would';
}

/** The pid in a pid file, if that process is the daemon. */
function daemonPid(file, name) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name ? pid : undefined;
  } catch {
    return undefined; // no pid file, or nobody has that pid
  }
}

function endDaemon(file, name) {
  const pid = daemonPid(file, name);
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

/** The storage pool that Vagrant uses, defined, started, and its folder. */
export function ensurePool() {
  if (!tryVirsh('pool-info', POOL).ok) {
    virsh('pool-define-as', POOL, 'dir', '--target', POOL_DIR);
    virsh('pool-autostart', POOL);
  }
  if (!lines(virsh('pool-list', '--name')).includes(POOL)) {
    virsh('pool-build', POOL);
    virsh('pool-start', POOL);
  }
  const path = /<path>(.*)<\/path>/.exec(virsh('pool-dumpxml', POOL))?.[1];
  if (path === undefined)
    throw new SetupError(`the libvirt pool ${POOL} has no folder; use a pool of type dir`);
  return path;
}

/** Vagrant makes its network; one that exists but does not start any more is made anew. */
export function repairNetwork() {
  if (!lines(virsh('net-list', '--all', '--name')).includes(NETWORK)) return undefined;
  if (lines(virsh('net-list', '--name')).includes(NETWORK)) return undefined;
  if (tryVirsh('net-start', NETWORK).ok) return `started the network ${NETWORK}`;
  const bridge = /<bridge name='([^']+)'/.exec(virsh('net-dumpxml', NETWORK))?.[1];
  if (bridge !== undefined) spawnSync('ip', ['link', 'delete', bridge]);
  const { ok, stderr } = tryVirsh('net-start', NETWORK);
  if (!ok)
    throw new SetupError(
      `the network ${NETWORK} does not start: ${stderr}\nRemove it with: virsh net-undefine ${NETWORK}`,
    );
  return `repaired the network ${NETWORK}`;
}

export const refreshPool = () => virsh('pool-refresh', POOL);
export const poolVolumes = () => lines(virsh('vol-list', POOL)).map((line) => line.split(/\s+/)[0]);
/** Names of the volumes that others build on. */
export function backingVolumes() {
  const backing = /<backingStore>\s*<path>(.*)<\/path>/;
  const paths = poolVolumes().map(
    (name) => backing.exec(tryVirsh('vol-dumpxml', name, '--pool', POOL).stdout)?.[1],
  );
  return new Set(paths.filter((path) => path !== undefined).map((path) => basename(path)));
}
export const deleteVolume = (name) => tryVirsh('vol-delete', name, '--pool', POOL).ok;

/** Names of the domains of this checkout. */
export function ourDomains() {
  return lines(virsh('list', '--all', '--name')).filter((name) => name.startsWith(DOMAIN_PREFIX));
}

/** `{ state, uuid }` of a machine's domain, or undefined. */
export function domainFacts(name) {
  const domain = domainOf(name);
  const state = tryVirsh('domstate', domain);
  if (!state.ok) return undefined;
  return { state: state.stdout.trim(), uuid: virsh('domuuid', domain).trim() };
}

/** The address that libvirt's DHCP gave a running machine, or undefined. */
export function domainAddress(name) {
  const { stdout } = tryVirsh('domifaddr', domainOf(name), '--source', 'lease');
  return /ipv4\s+(\d+\.\d+\.\d+\.\d+)\//.exec(stdout)?.[1];
}

export const resetDomain = (name) => tryVirsh('reset', domainOf(name)).ok;

/** Removes a machine's domain and its disk, whatever state they are in. */
export function removeDomain(name) {
  const domain = domainOf(name);
  tryVirsh('destroy', domain);
  tryVirsh('undefine', domain, '--nvram', '--snapshots-metadata', '--managed-save');
  refreshPool();
  const disk = `${domain}.img`;
  if (poolVolumes().includes(disk)) virsh('vol-delete', disk, '--pool', POOL);
}
