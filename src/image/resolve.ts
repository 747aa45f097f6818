import { type CallOptions, type Operation, runOperation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import { resolveNamed } from './named.js';
import { BuildProgress } from './progress.js';
import { ImageStore } from './store/store.js';
import type { ImageSource, ResolvedImage } from './types.js';
import { resolveDisk } from './user/disk.js';
import { resolveKernel } from './user/kernel.js';
import { resolveRootDisk } from './user/root-disk.js';

export interface ResolveOptions extends CallOptions {
  /** Steps of downloads and builds; silent when everything is in the cache. */
  readonly onProgress?: ProgressListener | undefined;
  /** The VM gets a disk for cloud-init. @default false */
  readonly seed?: boolean | undefined;
}

/**
 * Turns what the user wants to boot into files on this machine, building them if need be. What is wrong with
 * the image is found here, before anything starts.
 */
export function resolveImage(source: ImageSource, options: ResolveOptions = {}): Promise<ResolvedImage> {
  return runOperation('resolveImage', options, (op) =>
    resolveWith(op, source, new BuildProgress(options.onProgress), options.seed ?? false),
  );
}

function resolveWith(
  op: Operation,
  source: ImageSource,
  progress: BuildProgress,
  seed: boolean,
): Promise<ResolvedImage> {
  const store = new ImageStore();
  if (typeof source === 'string') return resolveNamed(op, store, source, progress, seed);
  if ('kernel' in source) return resolveKernel(op, store, source, progress);
  if ('rootDisk' in source) return resolveRootDisk(op, store, source, progress, seed);
  return resolveDisk(op, source, progress);
}
