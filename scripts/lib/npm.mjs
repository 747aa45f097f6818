// node_modules as package-lock.json wants it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, step } from './step.mjs';

export async function installNpmPackages() {
  const reason = outdated();
  if (reason === undefined) return;
  await step(`npm ci (${reason})`, () => run('npm', ['ci', '--no-fund', '--no-audit']));
}

/** Compares with npm's own record of what it installed; undefined when nothing has to be done. */
function outdated() {
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'nothing is installed';
  const have = packagesOf(record);
  const want = packagesOf(join(ROOT, 'package-lock.json'));
  for (const [path, entry] of Object.entries(want)) {
    if (path === '') continue;
    const version = have[path]?.version;
    if (version === undefined && entry.optional === true) continue; // for another platform
    if (version !== entry.version) return `${path} is not ${entry.version}`;
  }
  return undefined;
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
