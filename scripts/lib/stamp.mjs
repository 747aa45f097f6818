// "Up to date" by content: a stamp holds the hash of everything that a build read.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './step.mjs';

/** SHA-256 over the names and contents of files and folders (relative to the root) and of other facts. */
export function hashOf(paths, facts = []) {
  const hash = createHash('sha256');
  for (const fact of [process.platform, process.arch, ...facts]) hash.update(`${fact}\0`);
  for (const file of paths.flatMap(filesUnder)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  const names = readdirSync(full, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(ROOT.length))
    .sort();
}

const stampFile = (name) => join(ROOT, 'build', 'stamps', name);

/** True when the build that wrote the stamp saw this hash and all its outputs are still there. */
export function isCurrent(name, hash, outputs) {
  const file = stampFile(name);
  return (
    existsSync(file) &&
    readFileSync(file, 'utf8') === hash &&
    outputs.every((output) => existsSync(join(ROOT, output)))
  );
}

export function writeStamp(name, hash) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), hash);
}
