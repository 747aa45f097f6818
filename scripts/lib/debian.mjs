// The Debian packages that a checkout needs, and how to get them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { run, SetupError, step } from './step.mjs';

const BUILD = ['g++', 'make', 'python3', 'musl-tools'];
const RUN = ['qemu-system-x86', 'qemu-utils', 'busybox-static', 'xz-utils', 'zstd'];
// libvirt: the library for libvirt.node, its API description for the generator, virsh and Python to compare with.
const LIBVIRT = ['libvirt-dev', 'libvirt-clients', 'python3-libvirt'];
// Xen: its headers, with which our view of its libraries is compared, and these libraries themselves.
const XEN = ['libxen-dev'];
const TEST = ['mmdebstrap', 'e2fsprogs', 'cpio', 'lz4', 'ovmf', 'qemu-guest-agent', ...LIBVIRT, ...XEN];
/** Installing a server starts it on most machines, so only CI does; elsewhere the tests that need it say so and skip. */
const SERVERS = process.env.CI === 'true' ? ['openssh-client', 'openssh-server', 'socat'] : [];

/** By what the set-up is for. */
export const PACKAGES = { demo: [...BUILD, ...RUN], test: [...BUILD, ...RUN, ...TEST, ...SERVERS] };

const NONINTERACTIVE = { DEBIAN_FRONTEND: 'noninteractive' };

export async function installPackages(wanted) {
  if (spawnSync('dpkg-query', ['--version']).error !== undefined) return checkPrograms();
  const missing = missingPackages(wanted);
  if (missing.length === 0) return;
  const prefix = rootPrefix(missing);
  await step(`installing ${missing.join(' ')}`, () => install(prefix, missing));
}

function missingPackages(wanted) {
  const format = ['--showformat', '$' + '{Package} $' + '{db:Status-Status}\n', '--show'];
  const query = spawnSync('dpkg-query', [...format, ...wanted], { encoding: 'utf8' });
  const installed = new Set(
    query.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((name) => !installed.has(name));
}

/** How this user runs a command as root: directly, through passwordless sudo, or not at all. */
function rootPrefix(missing) {
  if (process.getuid() === 0) return [];
  if (spawnSync('sudo', ['-n', 'true']).status === 0) return ['sudo', '-n'];
  const update = haveLists() ? '' : 'sudo apt-get update && ';
  const command = `${update}sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  throw new SetupError(
    `Debian packages are missing and this user cannot install them. Run this once, then again what you ran:\n\n    ${command}\n`,
  );
}

async function install(prefix, names) {
  const aptGet = (...args) => {
    // sudo drops the environment, so the setting travels on the command line
    const line = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args];
    return run(line[0], line.slice(1), { env: NONINTERACTIVE });
  };
  const installAll = () => aptGet('install', '-y', '--no-install-recommends', ...names);
  if (!haveLists()) {
    await aptGet('update');
    await installAll();
    return;
  }
  try {
    await installAll();
  } catch {
    await aptGet('update'); // old lists name files that the mirror no longer has
    await installAll();
  }
}

function haveLists() {
  const folder = '/var/lib/apt/lists';
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes('_Packages'));
}

const PROGRAMS = ['g++', 'make', 'python3', 'musl-gcc', 'qemu-system-x86_64', 'qemu-img', 'busybox', 'xz'];

/** Not a Debian: nothing is installed, but what is missing is said at once. */
function checkPrograms() {
  const missing = PROGRAMS.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (missing.length > 0) {
    throw new SetupError(
      `This set-up installs packages on Debian only. Install these programs by hand: ${missing.join(', ')}`,
    );
  }
}
