// The install script of the published package. It never fails an installation: without its
// addons the library still works, it only cannot use KVM or libvirt from inside this process. Stands alone: the package has
// no other script.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PLATFORM = `${process.platform}-${process.arch}`;
const require = createRequire(import.meta.url);

const say = (text) => process.stderr.write(`vmwright: ${text}\n`);

/** Undefined when it loads, else why not. */
function loadFailure(file) {
  if (!existsSync(file)) return `${file} does not exist`;
  try {
    require(file);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

/** npm tells its scripts where its own node-gyp is; other package managers may have one as a dependency. */
function findNodeGyp() {
  const given = process.env.npm_config_node_gyp;
  if (given !== undefined && existsSync(given)) return given;
  try {
    return require.resolve('node-gyp/bin/node-gyp.js');
  } catch {
    return undefined;
  }
}

function nodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  const beside = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
  return beside ? { npm_config_nodedir: process.env.npm_config_nodedir ?? prefix } : {};
}

/** Undefined when kvm.node was built and loads, else why not. */
function buildFailure() {
  const nodeGyp = findNodeGyp();
  if (nodeGyp === undefined) return 'node-gyp was not found';
  const env = { ...process.env, ...nodeHeaders() };
  const build = spawnSync(process.execPath, [nodeGyp, 'rebuild'], { cwd: ROOT, env, encoding: 'utf8' });
  if (build.status !== 0) return firstError(build.stderr ?? String(build.error));
  return loadFailure(join(ROOT, 'build', 'Release', 'kvm.node'));
}

/** The line of node-gyp's or the compiler's output that tells most. */
function firstError(output) {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^gyp ERR! (find Python|stack)?\s*/, '').trim());
  const telling = /could not find any Python|not found: make|error:|ENOENT|No such file/i;
  return (
    lines.find((line) => telling.test(line)) ?? lines.filter((line) => line !== '').at(-1) ?? 'no output'
  );
}

function main() {
  if (existsSync(join(ROOT, 'tsconfig.json'))) return; // a checkout: scripts/setup.mjs builds
  if (PLATFORM !== 'linux-x64') {
    say(`no native part for ${PLATFORM}; KVM of this machine cannot be used, everything else works`);
    return;
  }
  const noPrebuild = loadFailure(join(ROOT, 'prebuilds', PLATFORM, 'kvm.node'));
  if (noPrebuild === undefined) return;
  const noBuild = buildFailure();
  if (noBuild === undefined) {
    say('built kvm.node with node-gyp');
    return;
  }
  say(`kvm.node is not available; VMs run in software emulation until it is.
  prebuilt: ${noPrebuild}
  building: ${noBuild}
  To build it: install g++, make and python3, then run \`npm rebuild vmwright\`.`);
}

main();
