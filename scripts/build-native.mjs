// Builds the addons, vmwright-probe, vmwright-toolstack and vmwright-vmm with node-gyp and puts them, stripped, where they are loaded from.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hashOf, isCurrent, writeStamp } from './lib/stamp.mjs';
import { main, ROOT, run, SetupError } from './lib/step.mjs';

const PREBUILDS = join('prebuilds', 'linux-x64');
const NAMES = [
  'kvm.node',
  'libvirt.node',
  'xen.node',
  'vmwright-probe',
  'vmwright-toolstack',
  'vmwright-vmm',
];
const OUTPUTS = NAMES.map((name) => join(PREBUILDS, name));
const INPUTS = [
  'binding.gyp',
  'native/base',
  'native/kvm',
  'native/libvirt',
  'native/toolstack',
  'native/vmm',
  'native/xen',
  'native/xenctrl',
  'native/addon',
  'scripts/build-native.mjs',
];

// What Node 20 itself asks for; see "prerequisites" in its BUILDING.md.
const NEWEST_GLIBC = [2, 28];
/** Bytes: these are uploaded to hosts. */
const SIZE_LIMITS = {
  'vmwright-probe': 1 << 20,
  'vmwright-toolstack': 1 << 20,
  'vmwright-vmm': 2.5 * 2 ** 20,
};

function currentHash() {
  const napi = JSON.parse(
    readFileSync(join(ROOT, 'node_modules', 'node-addon-api', 'package.json'), 'utf8'),
  ).version;
  return hashOf(INPUTS, [napi]);
}

/** True when there is nothing to build: also on systems for which there is no native part. */
export function isNativeBuilt() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return true;
  return isCurrent('native', currentHash(), OUTPUTS);
}

export async function buildNative() {
  const hash = currentHash();
  await gyp('configure', '--', '-Dvmwright_own_build=1');
  await gyp('build', '-j', 'max');
  mkdirSync(join(ROOT, PREBUILDS), { recursive: true });
  for (const output of OUTPUTS) await install(output);
  for (const output of OUTPUTS.filter((name) => name.endsWith('.node'))) checkGlibc(join(ROOT, output));
  for (const [name, limit] of Object.entries(SIZE_LIMITS)) checkSize(join(ROOT, PREBUILDS, name), limit);
  writeStamp('native', hash);
}

function gyp(...args) {
  const script = join(ROOT, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  return run(process.execPath, [script, ...args], { env: nodeHeaders() });
}

/** Node's headers often lie beside Node; without them node-gyp downloads them. */
function nodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  const beside = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
  return beside ? { npm_config_nodedir: process.env.npm_config_nodedir ?? prefix } : {};
}

/** Replaces the file in one step: a process that has the old one mapped keeps it. */
async function install(output) {
  const built = join(ROOT, 'build', 'Release', output.slice(PREBUILDS.length + 1));
  const target = join(ROOT, output);
  const fresh = `${target}.new`;
  copyFileSync(built, fresh);
  await run('strip', ['--strip-unneeded', fresh]);
  renameSync(fresh, target);
}

/** A prebuild that needs a newer C library than Node would fail on the machines it is made for. */
function checkGlibc(file) {
  const versions = [...readFileSync(file, 'latin1').matchAll(/GLIBC_(\d+)\.(\d+)/g)];
  const [major, minor] = NEWEST_GLIBC;
  const newer = versions.filter(
    ([, a, b]) => Number(a) > major || (Number(a) === major && Number(b) > minor),
  );
  if (newer.length > 0) {
    const names = [...new Set(newer.map(([name]) => name))].join(', ');
    throw new SetupError(`${file} needs ${names}, newer than GLIBC_${major}.${minor}`);
  }
}

function checkSize(file, limit) {
  const { length } = readFileSync(file);
  if (length > limit) throw new SetupError(`${file} has ${length} bytes, more than ${limit}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    if (!isNativeBuilt()) await buildNative();
  });
}
