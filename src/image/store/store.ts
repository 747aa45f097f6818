import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { LocalRunner } from '../../remote/local-runner.js';
import type { HostLock } from '../../remote/runner.js';
import { requireProgram } from '../host/command.js';
import { imageCacheDir } from './cache-dir.js';
import { cacheError, flushTree, renameDurably } from './durable.js';

/** What the parts of images are; one folder of the cache each. */
export const ENTRY_KINDS = ['kernel', 'busybox', 'initramfs', 'rootfs', 'vmlinux'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** A finished part of an image: a folder that never changes. */
export interface StoreEntry<M> {
  readonly directory: string;
  readonly manifest: M;
}

/** Turns parsed JSON into a manifest, or undefined when it is not one (an older version's, a damaged one). */
export type ManifestParser<M> = (json: unknown) => M | undefined;

/** Builds the files of an entry in `directory` and returns its manifest. */
export type EntryBuilder<M> = (directory: string) => Promise<M>;

const MANIFEST = 'manifest.json';

/** The key of everything that goes into an entry: equal inputs, equal key. */
export function recipeKey(recipe: unknown): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 32);
}

/**
 * The content-addressed cache. `<kind>/<key>/` are finished entries, `tmp/<kind>-<key>.XXXXXX` the ones being
 * built, `locks/` the lock files, `names/` what each image name currently consists of.
 * Only the holder of `locks/<kind>-<key>` has a folder in tmp for that key, so any other one is a dead builder's.
 */
export class ImageStore {
  readonly directory: string;
  readonly #runner = new LocalRunner();
  /** Entries are built although they are there, once each. */
  readonly #rebuild: boolean;
  readonly #rebuilt = new Set<string>();

  constructor(directory = imageCacheDir(), options: { rebuild?: boolean } = {}) {
    this.directory = directory;
    this.#rebuild = options.rebuild ?? false;
  }

  path(kind: EntryKind, key: string): string {
    return join(this.directory, kind, key);
  }

  /** The entry if it is built; a few file reads, no lock. */
  async find<M>(kind: EntryKind, key: string, parse: ManifestParser<M>): Promise<StoreEntry<M> | undefined> {
    const directory = this.path(kind, key);
    const json = await readJson(join(directory, MANIFEST));
    const manifest = json === undefined ? undefined : parse(json);
    return manifest === undefined ? undefined : { directory, manifest };
  }

  /** The entry, built by this process or by another one that this waits for. */
  async ensure<M>(
    op: Operation,
    kind: EntryKind,
    key: string,
    parse: ManifestParser<M>,
    build: EntryBuilder<M>,
  ): Promise<StoreEntry<M>> {
    const fresh = () =>
      this.#rebuild && !this.#rebuilt.has(`${kind}/${key}`) ? undefined : this.find(kind, key, parse);
    const ready = await fresh();
    if (ready !== undefined) return ready;
    const lock = await this.lock(op, `${kind}-${key}`);
    const entry = (await fresh()) ?? (await this.#build(op, kind, key, build));
    this.#rebuilt.add(`${kind}/${key}`);
    await lock.release();
    return entry;
  }

  /** Waits for the lock of that name. */
  async lock(op: Operation, name: string): Promise<HostLock> {
    const lock = await this.#takeLock(op, name, true);
    if (lock === undefined) throw new VmError('INTERNAL', `waiting for the lock ${name} ended without it`);
    op.defer(() => lock.release());
    return lock;
  }

  /** Takes the lock of that name unless somebody else holds it. */
  tryLock(op: Operation, name: string): Promise<HostLock | undefined> {
    return this.#takeLock(op, name, false);
  }

  async #takeLock(op: Operation, name: string, wait: boolean): Promise<HostLock | undefined> {
    try {
      await mkdir(join(this.directory, 'locks'), { recursive: true });
      await requireProgram('flock', 'util-linux');
      return await this.#runner.lock(join(this.directory, 'locks', name), { wait, signal: op.signal });
    } catch (error) {
      throw cacheError(error, this.directory);
    }
  }

  async #build<M>(op: Operation, kind: EntryKind, key: string, build: EntryBuilder<M>) {
    const directory = this.path(kind, key);
    try {
      await this.#sweep(op, `${kind}-${key}`);
      const temporary = await mkdtemp(join(this.directory, 'tmp', `${kind}-${key}.`));
      op.defer(() => rm(temporary, { recursive: true, force: true }));
      const manifest = await build(temporary);
      await writeFile(join(temporary, MANIFEST), JSON.stringify(manifest, null, 2));
      await chmod(temporary, 0o755); // the programs that run VMs may belong to another user
      await flushTree(temporary);
      op.throwIfAborted();
      await mkdir(join(this.directory, kind), { recursive: true });
      await this.#replace(kind, key, temporary);
      return { directory, manifest };
    } catch (error) {
      throw cacheError(error, this.directory);
    }
  }

  /** Puts a finished folder in its place, where a damaged or outdated one may be. */
  async #replace(kind: EntryKind, key: string, temporary: string): Promise<void> {
    const directory = this.path(kind, key);
    const old = join(this.directory, 'tmp', `${kind}-${key}.old`);
    await rename(directory, old).catch((error: unknown) => {
      if (errnoOf(error) !== 'ENOENT') throw error;
    });
    await renameDurably(temporary, directory);
    await rm(old, { recursive: true, force: true });
  }

  /** Clears what killed builders left: of the entry whose lock we hold, and of all whose lock is free. */
  async #sweep(op: Operation, held: string): Promise<void> {
    const tmp = join(this.directory, 'tmp');
    await mkdir(tmp, { recursive: true });
    for (const name of await readdir(tmp)) {
      const owner = name.slice(0, name.lastIndexOf('.'));
      const lock = owner === held ? undefined : await this.#takeLock(op, owner, false);
      if (owner === held || lock !== undefined) await rm(join(tmp, name), { recursive: true, force: true });
      await lock?.release();
    }
  }

  async remove(kind: EntryKind, key: string): Promise<void> {
    await rm(this.path(kind, key), { recursive: true, force: true });
  }

  /** Keys of the finished entries, with the time each was made. */
  async list(kind: EntryKind): Promise<{ key: string; builtAt: Date }[]> {
    const entries: { key: string; builtAt: Date }[] = [];
    for (const key of await readdir(join(this.directory, kind)).catch(() => [])) {
      const info = await stat(join(this.directory, kind, key, MANIFEST)).catch(() => undefined);
      if (info !== undefined) entries.push({ key, builtAt: info.mtime });
    }
    return entries;
  }
}

/** The JSON in a file; undefined when there is none, or none that parses. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    const absent = ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '');
    if (error instanceof SyntaxError || absent) return undefined;
    throw cacheError(error, path);
  }
}

/** A plain object out of parsed JSON. */
export function asRecord(json: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Readonly<Record<string, unknown>>)
    : undefined;
}
