// Compiles one TypeScript project and removes outputs whose source is gone: a stale test must not run.
// usage: node scripts/compile.mjs src|test [--force]
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hashOf, isCurrent, writeStamp } from './lib/stamp.mjs';
import { main, ROOT, run, SetupError } from './lib/step.mjs';

const PROJECTS = {
  src: {
    config: 'tsconfig.json',
    inputs: ['src', 'tsconfig.json', 'package-lock.json'],
    out: 'dist',
    rootDir: 'src',
  },
  test: {
    config: 'test/tsconfig.json',
    inputs: [
      'src',
      'test',
      'examples',
      'bench',
      'native/libvirt/generate',
      'tsconfig.json',
      'package-lock.json',
    ],
    out: 'build/js',
    rootDir: '.',
  },
};

/** True when there is nothing to compile. */
export function isCompiled(name) {
  return isCurrent(`tsc-${name}`, hashOf(PROJECTS[name].inputs), [PROJECTS[name].out]);
}

export async function compile(name) {
  const { config, inputs, out, rootDir } = PROJECTS[name];
  const hash = hashOf(inputs);
  await run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', config]);
  removeStale(join(ROOT, out), join(ROOT, rootDir));
  writeStamp(`tsc-${name}`, hash);
}

function removeStale(out, sources) {
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const source = relative(out, file).replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts');
    if (!existsSync(join(sources, source))) rmSync(file);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const [name = '', option] = process.argv.slice(2);
    if (!(name in PROJECTS)) throw new SetupError('usage: node scripts/compile.mjs src|test [--force]');
    if (option === '--force' || !isCompiled(name)) await compile(name);
  });
}
