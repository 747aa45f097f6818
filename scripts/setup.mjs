// Makes a fresh clone ready for `npm run demo` or `npm test`; does nothing, quickly, when it is.
// usage: node scripts/setup.mjs --for demo|test
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildNative, isNativeBuilt } from './build-native.mjs';
import { compile, isCompiled } from './compile.mjs';
import { installPackages, PACKAGES } from './lib/debian.mjs';
import { installNpmPackages } from './lib/npm.mjs';
import { hashOf, isCurrent, writeStamp } from './lib/stamp.mjs';
import { main, ROOT, run, SetupError, step } from './lib/step.mjs';

const OLDEST_NODE = 20;
const AGENT = join('prebuilds', 'linux-x64', 'vmwright-agent');
const AGENT_SCRIPT = join('scripts', 'build-agent.mjs');

function purpose() {
  const [option, value, ...rest] = process.argv.slice(2);
  if (option === '--for' && Object.hasOwn(PACKAGES, value ?? '') && rest.length === 0) return value;
  throw new SetupError('usage: node scripts/setup.mjs --for demo|test');
}

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return;
  throw new SetupError(`vmwright needs Node.js ${OLDEST_NODE} or newer, this is ${process.version}`);
}

async function buildAgent() {
  const hash = hashOf(['native/guest', AGENT_SCRIPT, 'package.json']);
  if (isCurrent('agent', hash, [AGENT])) return;
  await step('building the guest agent', () => run(process.execPath, [AGENT_SCRIPT]));
  if (!existsSync(join(ROOT, AGENT))) throw new SetupError(`${AGENT_SCRIPT} did not write ${AGENT}`);
  writeStamp('agent', hash);
}

await main(async () => {
  const wanted = purpose();
  checkNode();
  if (process.platform === 'linux') await installPackages(PACKAGES[wanted]);
  await installNpmPackages();
  if (!isCompiled('src')) await step('compiling TypeScript', () => compile('src'));
  if (!isNativeBuilt()) await step('building the addons and the programs for hosts', buildNative);
  if (process.platform === 'linux') await buildAgent();
});
