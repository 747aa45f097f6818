// Gets boxes built, known to Vagrant and into libvirt's storage pool.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { boxOf } from '../../vagrant/box/cache.mjs';
import { DISK_GIB } from '../../vagrant/box/recipe.mjs';
import { SetupError } from '../lib/step.mjs';
import { backingVolumes, deleteVolume, poolVolumes, refreshPool } from './libvirt.mjs';
import { output } from './program.mjs';
import { VAGRANT_DIR } from './settings.mjs';
import { vagrant } from './vagrant.mjs';

const BUILDER = join(VAGRANT_DIR, 'build-box.mjs');
const escaped = (box) => box.name.replaceAll('/', '-VAGRANTSLASH-');
const volumePrefix = (box) => `${escaped(box)}_vagrant_box_image_`;
const volumeOf = (box) => `${volumePrefix(box)}${box.version}_box.img`;

/** Builds the boxes that are missing; prints its own progress. */
export function buildBoxes(kinds) {
  const missing = kinds.filter((kind) => !boxOf(kind).built);
  if (missing.length === 0) return;
  const { status } = spawnSync(process.execPath, [BUILDER, ...missing], { stdio: 'inherit' });
  if (status !== 0) throw new SetupError('the boxes could not be built; see above');
}

function isRegistered(box) {
  const folder = join(vagrantFolder(box), box.version);
  return (
    existsSync(folder) && readdirSync(folder, { recursive: true }).some((path) => path.endsWith('box.img'))
  );
}

/** Tells Vagrant about a built box. Returns false when it knew. */
export async function registerBox(kind) {
  const box = boxOf(kind);
  if (isRegistered(box)) return false;
  const work = mkdtempSync(join(tmpdir(), 'vmwright-box-'));
  try {
    const metadata = { provider: 'libvirt', format: 'qcow2', virtual_size: DISK_GIB };
    writeFileSync(join(work, 'metadata.json'), JSON.stringify(metadata));
    writeFileSync(
      join(work, 'Vagrantfile'),
      "Vagrant.configure('2') { |config| config.ssh.insert_key = false }\n",
    );
    symlinkSync(box.image, join(work, 'box.img'));
    const archive = join(work, 'archive.box');
    output(
      [
        'tar',
        '--create',
        '--dereference',
        '--file',
        archive,
        '--directory',
        work,
        'metadata.json',
        'Vagrantfile',
        'box.img',
      ],
      {
        timeoutMs: 300_000,
      },
    );
    const catalog = join(work, 'catalog.json');
    const provider = { name: 'libvirt', url: `file://${archive}` };
    writeFileSync(
      catalog,
      JSON.stringify({ name: box.name, versions: [{ version: box.version, providers: [provider] }] }),
    );
    await vagrant(['box', 'add', '--force', catalog]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return true;
}

/**
 * Puts a box's image where Vagrant would upload it through libvirt, which takes ten times as long. Where this user may
 * not write there, Vagrant uploads. Returns whether something was copied.
 */
export function placeInPool(kind, poolDir) {
  const box = boxOf(kind);
  const volume = join(poolDir, volumeOf(box));
  const complete = existsSync(volume) && statSync(volume).size === statSync(box.image).size;
  if (complete && poolVolumes().includes(volumeOf(box))) return false;
  try {
    accessSync(poolDir, constants.W_OK);
  } catch {
    return false;
  }
  if (!complete) {
    mkdirSync(poolDir, { recursive: true });
    const partial = `${volume}.partial`;
    rmSync(partial, { force: true });
    copyFileSync(box.image, partial, constants.COPYFILE_FICLONE);
    renameSync(partial, volume);
  }
  refreshPool();
  return true;
}

const vagrantFolder = (box) =>
  join(process.env.VAGRANT_HOME ?? join(homedir(), '.vagrant.d'), 'boxes', escaped(box));

/** Removes boxes of older recipes that no machine's disk builds on, from Vagrant and from the pool. */
export function removeOldBoxes(kinds) {
  const used = backingVolumes();
  for (const box of kinds.map(boxOf)) {
    const stale = poolVolumes().filter(
      (name) => name.startsWith(volumePrefix(box)) && name !== volumeOf(box),
    );
    for (const volume of stale.filter((name) => !used.has(name))) {
      deleteVolume(volume);
      const version = volume.slice(volumePrefix(box).length).replace(/_box\.img$/, '');
      rmSync(join(vagrantFolder(box), version), { recursive: true, force: true });
    }
  }
}

/** Removes the boxes of all recipes from Vagrant, from the pool and from the cache. */
export function removeBoxes(kinds) {
  for (const box of kinds.map(boxOf)) {
    rmSync(vagrantFolder(box), { recursive: true, force: true });
    for (const volume of poolVolumes().filter((name) => name.startsWith(volumePrefix(box)))) {
      deleteVolume(volume);
    }
    rmSync(box.folder, { recursive: true, force: true });
  }
}
