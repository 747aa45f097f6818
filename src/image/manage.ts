import { runOperation } from '../core/operation.js';
import { agentBoot, buildParts, findParts } from './named.js';
import { BuildProgress } from './progress.js';
import type { ResolveOptions } from './resolve.js';
import { CATALOG_NAMES, lookUp } from './store/catalog.js';
import { allocatedBytes } from './store/disk-usage.js';
import { collectGarbage } from './store/garbage.js';
import { listNames, removeName } from './store/names.js';
import { ImageStore } from './store/store.js';

/** One image of the catalog. */
export interface ImageSummary {
  readonly name: string;
  readonly built: boolean;
  /** Set when it is built. */
  readonly builtAt?: Date;
  /** `uname -r` of its kernel. */
  readonly kernel?: string;
  /** Space that its files take in the cache; kernels are shared between images. */
  readonly bytes?: number;
}

export interface BuildOptions extends ResolveOptions {
  /** Build every part again, although an equal one is in the cache. @default false */
  readonly force?: boolean | undefined;
}

/** Every image of the catalog, built or not. */
export async function listImages(): Promise<ImageSummary[]> {
  const store = new ImageStore();
  const built = new Map((await listNames(store)).map(({ name, builtAt }) => [name, builtAt]));
  return Promise.all(CATALOG_NAMES.map((name) => summarize(store, name, built.get(name))));
}

async function summarize(store: ImageStore, name: string, builtAt: Date | undefined): Promise<ImageSummary> {
  const parts = await findParts(store, lookUp(name));
  if (parts === undefined || builtAt === undefined) return { name, built: false };
  const folders = [parts.kernel.directory, parts.busybox.directory];
  if (parts.rootfs !== undefined) folders.push(parts.rootfs.directory);
  const sizes = await Promise.all(folders.map(allocatedBytes));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return { name, built: true, builtAt, kernel: parts.kernel.manifest.release, bytes };
}

/**
 * Builds an image of the catalog, or brings it up to date: takes the newest kernel that apt knows, and builds
 * what that or a new version of this library changes. VMs that run from an older build are not disturbed.
 */
export function buildImage(name: string, options: BuildOptions = {}): Promise<ImageSummary> {
  const image = lookUp(name);
  return runOperation('buildImage', options, async (op) => {
    const store = new ImageStore(undefined, { rebuild: options.force ?? false });
    const progress = new BuildProgress(options.onProgress);
    const parts = await buildParts(op, store, image, progress, true);
    await agentBoot(op, store, parts, progress);
    const lock = await store.lock(op, `name-${image.name}`);
    await collectGarbage(op, store, image.name);
    await lock.release();
    return summarize(store, image.name, new Date());
  });
}

/** Removes an image of the catalog and the parts that no other image uses; false when it was not built. */
export function removeImage(name: string, options: ResolveOptions = {}): Promise<boolean> {
  const image = lookUp(name);
  return runOperation('removeImage', options, async (op) => {
    const store = new ImageStore();
    const lock = await store.lock(op, `name-${image.name}`);
    const parts = await findParts(store, image);
    await removeName(store, image.name);
    await collectGarbage(op, store, image.name, 0);
    await lock.release();
    return parts !== undefined;
  });
}
