import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const SYSTEM_CACHE = '/var/cache/vmwright';

/** Kinds of host that a box exists for. */
export const KINDS = ['kvm', 'xen'];

/** The same rule as the library's image cache: `$VMWRIGHT_CACHE_DIR`, root's, or the user's. */
function cacheDir() {
  const chosen = process.env.VMWRIGHT_CACHE_DIR;
  if (chosen) return resolve(chosen);
  if (process.getuid() === 0) return SYSTEM_CACHE;
  const xdg = process.env.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'vmwright');
}

/** Folder that this user's boxes are built into. */
export const boxesDir = () => join(cacheDir(), 'boxes');

/** The Node.js binary that goes into the boxes: Debian 12's own is too old. */
export const boxNode = () => process.env.VMWRIGHT_BOX_NODE ?? process.execPath;

const digests = new Map();

function digestOf(path) {
  const { size, mtimeMs } = statSync(path);
  const known = digests.get(path);
  if (known?.size === size && known.mtimeMs === mtimeMs) return known.digest;
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  digests.set(path, { size, mtimeMs, digest });
  return digest;
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** What a box is made of, as a hash; another hash is another box. */
export function recipeKey(kind) {
  const hash = createHash('sha256').update(kind);
  const other = KINDS.filter((name) => name !== kind).map((name) => join(HERE, 'files', name));
  for (const path of filesUnder(HERE)) {
    if (other.some((folder) => path.startsWith(`${folder}/`))) continue;
    hash.update(`\0${path.slice(HERE.length)}\0${digestOf(path)}`);
  }
  return hash
    .update(`\0node\0${digestOf(boxNode())}`)
    .digest('hex')
    .slice(0, 12);
}

/** The box of a kind: where it is, or where it would be built. `built` says which. */
export function boxOf(kind) {
  const key = recipeKey(kind);
  const name = `${kind}-host-${key}`;
  const folders = [boxesDir(), join(SYSTEM_CACHE, 'boxes')].map((folder) => join(folder, name));
  const found = folders.find((folder) => existsSync(join(folder, 'box.img')));
  const folder = found ?? folders[0];
  return {
    kind,
    key,
    name: `vmwright/${kind}-host`,
    // Vagrant's versions are numbers with dots; newer recipes need not have larger ones.
    version: `0.0.${Number.parseInt(key.slice(0, 8), 16)}`,
    folder,
    image: join(folder, 'box.img'),
    built: found !== undefined,
  };
}

/** Removes all boxes of a kind but the newest two, and what killed builds left. The caller holds the lock. */
export function pruneBoxes(kind) {
  const entries = readdirSync(boxesDir()).filter((name) => name.includes(`${kind}-host-`));
  for (const name of entries.filter((entry) => entry.startsWith('.building-'))) {
    rmSync(join(boxesDir(), name), { recursive: true, force: true });
  }
  const age = (name) => statSync(join(boxesDir(), name)).mtimeMs;
  const complete = entries.filter((name) => !name.startsWith('.')).sort((a, b) => age(b) - age(a));
  for (const name of complete.slice(2)) rmSync(join(boxesDir(), name), { recursive: true, force: true });
}
