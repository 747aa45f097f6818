import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { type AptPackage, debianArch, downloadPackage, findPackage, unpackPackage } from '../host/apt.js';
import { type KernelModule, selectModules, WANTED_MODULES } from '../initramfs/modules.js';
import type { BuildProgress } from '../progress.js';
import { asRecord, type ImageStore, recipeKey, type StoreEntry } from '../store/store.js';
import { readElf } from './elf.js';
import { inspectKernel } from './inspect.js';
import type { KernelExtent } from './min-memory.js';
import { unpackPayload } from './payload.js';

/** Changes when the files of a kernel entry change for the same package. */
export const KERNEL_RECIPE = 2;

/** A kernel in the cache: `vmlinuz`, perhaps `vmlinux`, `modules/`, and the package it came from. */
export interface KernelManifest {
  readonly package: string;
  readonly packageVersion: string;
  /** `uname -r` */
  readonly release: string;
  /** Whether `vmlinux`, an ELF with a PVH entry, is there. */
  readonly vmlinux: boolean;
  readonly extent: KernelExtent;
  /** In loading order; files in `modules/`. */
  readonly modules: readonly KernelModule[];
  /** File name of the package, for the rest of its modules. */
  readonly deb: string;
}

export function parseKernelManifest(json: unknown): KernelManifest | undefined {
  const record = asRecord(json);
  const complete =
    typeof record?.release === 'string' &&
    typeof record.deb === 'string' &&
    typeof record.vmlinux === 'boolean' &&
    asRecord(record.extent) !== undefined &&
    Array.isArray(record.modules);
  return complete ? (record as unknown as KernelManifest) : undefined;
}

/** The newest Debian cloud kernel that apt knows: the package behind the `linux-image-cloud-*` metapackage. */
export async function findKernelPackage(op: Operation): Promise<AptPackage> {
  const meta = await findPackage(op, `linux-image-cloud-${debianArch()}`);
  const name = /\b(linux-image-\d[^\s,(|]*)/.exec(meta.depends)?.[1];
  if (name === undefined) {
    throw new VmError('IMAGE_BUILD_FAILED', `${meta.name} depends on no kernel package: '${meta.depends}'`);
  }
  return findPackage(op, name);
}

/** The cache key of a kernel package. */
export function kernelKey(found: AptPackage): string {
  return recipeKey([KERNEL_RECIPE, found.name, found.version, found.sha256, WANTED_MODULES]);
}

/** Downloads and unpacks a kernel package, unless it is in the cache. */
export function ensureKernel(
  op: Operation,
  store: ImageStore,
  found: AptPackage,
  progress: BuildProgress,
): Promise<StoreEntry<KernelManifest>> {
  return store.ensure(op, 'kernel', kernelKey(found), parseKernelManifest, (directory) =>
    buildKernel(op, found, directory, progress),
  );
}

async function buildKernel(op: Operation, found: AptPackage, directory: string, progress: BuildProgress) {
  const deb = await downloadPackage(op, found, directory, progress);
  const step = progress.start('kernel.unpack', `unpacking ${found.name}`);
  const tree = join(directory, 'tree');
  await unpackPackage(op, deb, tree);
  const release = await installedRelease(tree, found);
  const library = join(tree, await moduleRoot(tree), release);
  const modules = await selectModules(op, library);
  for (const { file } of modules) {
    await mkdir(join(directory, 'modules', dirname(file)), { recursive: true });
    await copyFile(join(library, file), join(directory, 'modules', file));
  }
  const vmlinuz = join(directory, 'vmlinuz');
  await rename(join(tree, 'boot', `vmlinuz-${release}`), vmlinuz);
  await rm(tree, { recursive: true });
  step.done();
  const elf = await unpackKernel(op, vmlinuz, directory, progress);
  const manifest: KernelManifest = {
    package: found.name,
    packageVersion: found.version,
    release,
    modules,
    deb: basename(deb),
    ...elf,
  };
  return manifest;
}

async function installedRelease(tree: string, found: AptPackage): Promise<string> {
  const names = await readdir(join(tree, 'boot')).catch(() => []);
  const release = names.find((name) => name.startsWith('vmlinuz-'))?.slice('vmlinuz-'.length);
  if (release !== undefined) return release;
  throw new VmError('IMAGE_BUILD_FAILED', `the package ${found.name} contains no /boot/vmlinuz-*`);
}

/** `lib/modules`, or `usr/lib/modules` since Debian 13. */
async function moduleRoot(tree: string): Promise<string> {
  const merged = await readdir(join(tree, 'usr/lib/modules')).catch(() => undefined);
  return merged === undefined ? 'lib/modules' : 'usr/lib/modules';
}

/** What {@link unpackKernel} found. */
export interface UnpackedKernel {
  /** Whether `vmlinux`, an ELF with a PVH entry, was written. */
  readonly vmlinux: boolean;
  readonly extent: KernelExtent;
}

/** An engine may start either form of the kernel; both must fit. */
function widest(packed: KernelExtent, elf: KernelExtent | undefined): KernelExtent {
  return elf === undefined || packed.end - packed.start > elf.end - elf.start ? packed : elf;
}

/** Unpacks the ELF out of `vmlinuz` into `directory/vmlinux`, if there is one with a PVH entry. */
export async function unpackKernel(
  op: Operation,
  vmlinuz: string,
  directory: string,
  progress: BuildProgress,
): Promise<UnpackedKernel> {
  const step = progress.start('kernel.vmlinux', 'unpacking the kernel to an ELF file');
  const kernel = await inspectKernel(vmlinuz);
  const scratch = join(directory, 'scratch');
  await mkdir(scratch);
  const content = kernel.payload && (await unpackPayload(op, kernel.payload, scratch));
  await rm(scratch, { recursive: true });
  const elf = content && readElf(content);
  const usable = content !== undefined && elf?.x86 === true && elf.pvhEntry !== undefined;
  if (usable) await writeFile(join(directory, 'vmlinux'), content);
  step.done();
  return { vmlinux: usable, extent: widest(kernel.extent, elf?.extent) };
}
