// Run by npm before it packs: everything the package contains, built and checked.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildNative, isNativeBuilt } from './build-native.mjs';
import { compile, isCompiled } from './compile.mjs';
import { main, ROOT, run, SetupError, step } from './lib/step.mjs';

const PREBUILDS = [
  'kvm.node',
  'libvirt.node',
  'vmwright-agent',
  'vmwright-probe',
  'vmwright-toolstack',
  'vmwright-vmm',
  'xen.node',
];

await main(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError('the package is made on linux-x64: it carries the binaries of that platform');
  }
  if (!isCompiled('src')) await step('compiling TypeScript', () => compile('src'));
  if (!isNativeBuilt()) await step('building the addons and the programs for hosts', buildNative);
  await step('building the guest agent', () => run(process.execPath, [join('scripts', 'build-agent.mjs')]));
  for (const name of PREBUILDS) {
    const file = join(ROOT, 'prebuilds', 'linux-x64', name);
    if (!existsSync(file) || statSync(file).size === 0) throw new SetupError(`${file} was not built`);
  }
});
