import { chmod, copyFile, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { type AptPackage, downloadPackage, findPackage, unpackPackage } from '../host/apt.js';
import { findProgram, runTool } from '../host/command.js';
import { readElf } from '../kernel/elf.js';
import type { BuildProgress } from '../progress.js';
import { asRecord, type ImageStore, recipeKey, type StoreEntry } from '../store/store.js';
import { sha256 } from './cpio.js';

/** Changes when an entry has other files for the same binary. */
export const BUSYBOX_RECIPE = 1;

/** A static busybox in the cache: the file `busybox`. */
export interface BusyboxManifest {
  /** Names of its commands. */
  readonly applets: readonly string[];
}

function parseBusyboxManifest(json: unknown): BusyboxManifest | undefined {
  const applets = asRecord(json)?.applets;
  return Array.isArray(applets) ? { applets: applets as string[] } : undefined;
}

export function findBusybox(
  store: ImageStore,
  key: string,
): Promise<StoreEntry<BusyboxManifest> | undefined> {
  return store.find('busybox', key, parseBusyboxManifest);
}

/** This machine's busybox when it is static, else the one of Debian's busybox-static; needs no root. */
export async function ensureBusybox(
  op: Operation,
  store: ImageStore,
  progress: BuildProgress,
): Promise<{ key: string; entry: StoreEntry<BusyboxManifest> }> {
  const own = await staticBusybox();
  const source = own ?? (await findPackage(op, 'busybox-static'));
  const key = recipeKey([BUSYBOX_RECIPE, source.sha256]);
  const entry = await store.ensure(op, 'busybox', key, parseBusyboxManifest, async (directory) => {
    const target = join(directory, 'busybox');
    if ('path' in source) await copyFile(source.path, target);
    else await fetchBusybox(op, source, directory, progress);
    await chmod(target, 0o755);
    return { applets: await listApplets(op, target) };
  });
  return { key, entry };
}

async function staticBusybox(): Promise<{ path: string; sha256: string } | undefined> {
  const path = await findProgram('busybox');
  if (path === undefined) return undefined;
  const content = await readFile(path);
  const elf = readElf(content);
  return elf?.x86 === true && !elf.dynamic ? { path, sha256: sha256(content) } : undefined;
}

async function fetchBusybox(op: Operation, found: AptPackage, directory: string, progress: BuildProgress) {
  const deb = await downloadPackage(op, found, directory, progress);
  const tree = join(directory, 'tree');
  await unpackPackage(op, deb, tree);
  const moved = await rename(join(tree, 'bin/busybox'), join(directory, 'busybox')).catch(() =>
    rename(join(tree, 'usr/bin/busybox'), join(directory, 'busybox')).catch((cause: unknown) => cause),
  );
  if (moved !== undefined) throw new VmError('IMAGE_BUILD_FAILED', `${found.name} contains no busybox`);
  await rm(tree, { recursive: true });
  await rm(deb);
}

async function listApplets(op: Operation, busybox: string): Promise<string[]> {
  const text = await runTool(op, 'listing the commands of busybox', {
    argv: [busybox, '--list'],
    debianPackage: 'busybox-static',
  });
  return text.split('\n').filter((name) => /^[^\s/]+$/.test(name) && name !== 'busybox');
}
