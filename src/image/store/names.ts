import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './durable.js';
import { asRecord, type ImageStore, readJson } from './store.js';

/** The cache entries that an image name consists of at the moment; changes only when it is built again. */
export interface ImageRecord {
  /** What this library did to build them; another version of it may need other parts. */
  readonly recipe: string;
  readonly kernel: string;
  readonly busybox: string;
  readonly rootfs?: string;
}

const fileName = (name: string) => `${encodeURIComponent(name)}.json`;

/** What a name stands for, if it was built. */
export async function readName(store: ImageStore, name: string): Promise<ImageRecord | undefined> {
  const record = asRecord(await readJson(join(store.directory, 'names', fileName(name))));
  const { recipe, kernel, busybox, rootfs } = record ?? {};
  if (typeof recipe !== 'string' || typeof kernel !== 'string' || typeof busybox !== 'string')
    return undefined;
  return { recipe, kernel, busybox, ...(typeof rootfs === 'string' ? { rootfs } : {}) };
}

/** Points a name to its entries; the caller holds the lock `name-<name>`. */
export function writeName(store: ImageStore, name: string, record: ImageRecord): Promise<void> {
  return replaceFile(join(store.directory, 'names', fileName(name)), JSON.stringify(record));
}

export function removeName(store: ImageStore, name: string): Promise<void> {
  return rm(join(store.directory, 'names', fileName(name)), { force: true });
}

/** Every built name with the time of its build. */
export async function listNames(store: ImageStore): Promise<{ name: string; builtAt: Date }[]> {
  const directory = join(store.directory, 'names');
  const names: { name: string; builtAt: Date }[] = [];
  for (const file of await readdir(directory).catch(() => [])) {
    if (!file.endsWith('.json')) continue;
    const { mtime } = await stat(join(directory, file));
    names.push({ name: decodeURIComponent(file.slice(0, -'.json'.length)), builtAt: mtime });
  }
  return names;
}
