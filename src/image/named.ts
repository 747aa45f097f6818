import { join } from 'node:path';
import type { Operation } from '../core/operation.js';
import { readAgent } from './initramfs/agent.js';
import { BUSYBOX_RECIPE, type BusyboxManifest, ensureBusybox, findBusybox } from './initramfs/busybox.js';
import { ensureInitramfs } from './initramfs/initramfs.js';
import { WANTED_MODULES } from './initramfs/modules.js';
import {
  ensureKernel,
  findKernelPackage,
  KERNEL_RECIPE,
  type KernelManifest,
  kernelKey,
  parseKernelManifest,
} from './kernel/debian-kernel.js';
import { minMemory } from './kernel/min-memory.js';
import type { BuildProgress } from './progress.js';
import { ROOTFS_RECIPE } from './rootfs/recipe.js';
import { ensureRootfs, findRootfs, type RootfsManifest, requireRootfsTools } from './rootfs/rootfs.js';
import { type CatalogImage, lookUp } from './store/catalog.js';
import { type ImageRecord, readName, writeName } from './store/names.js';
import { type ImageStore, recipeKey, type StoreEntry } from './store/store.js';
import type { ResolvedImage } from './types.js';

/** What an image of the catalog is made of, all in the cache. */
export interface ImageParts {
  readonly record: ImageRecord;
  readonly kernel: StoreEntry<KernelManifest>;
  readonly busybox: StoreEntry<BusyboxManifest>;
  readonly rootfs: StoreEntry<RootfsManifest> | undefined;
}

/** Our kernel with our initramfs, as the options of a direct boot. */
export interface AgentBoot {
  readonly kernel: NonNullable<ResolvedImage['kernel']>;
  readonly initrd: string;
}

/** Builds the image of a name unless it is built; never asks apt when it is. */
export async function resolveNamed(
  op: Operation,
  store: ImageStore,
  name: string,
  progress: BuildProgress,
  seed: boolean,
): Promise<ResolvedImage> {
  const image = lookUp(name);
  const parts = (await findParts(store, image)) ?? (await buildParts(op, store, image, progress));
  const boot = await agentBoot(op, store, parts, progress, seed);
  if (parts.rootfs === undefined)
    return { name: image.name, ...boot, cmdline: [...KERNEL_WORDS], agent: true };
  return {
    name: image.name,
    ...boot,
    cmdline: rootWords({ device: '/dev/vda', fstype: 'ext4' }),
    rootDisk: { path: join(parts.rootfs.directory, 'root.ext4'), format: 'raw', access: 'overlay' },
    agent: true,
  };
}

/** Skips the self-tests of every cipher, a sixth of the time to user space; docs/images.md. */
const KERNEL_WORDS = ['cryptomgr.notests'];

/** The agent sets up eth0 while udev would rename it. */
const ROOT_WORDS = ['net.ifnames=0'];

/** Command line words that tell the agent in the initramfs what to mount and start. */
export function rootWords(root: { device: string; fstype: string; init?: string }): string[] {
  const init = root.init === undefined ? [] : [`vmwright.init=${root.init}`];
  return [
    ...KERNEL_WORDS,
    ...ROOT_WORDS,
    `vmwright.root=${root.device}`,
    `vmwright.rootfstype=${root.fstype}`,
    ...init,
  ];
}

/**
 * The kernel and the initramfs with this package's agent; the latter is written now if it is not in the cache. `seed`: for VMs with a
 * disk for cloud-init.
 */
export async function agentBoot(
  op: Operation,
  store: ImageStore,
  parts: Pick<ImageParts, 'kernel' | 'busybox'>,
  progress: BuildProgress,
  seed = false,
): Promise<AgentBoot> {
  const { kernel, busybox } = parts;
  const agent = await readAgent();
  const initramfs = await ensureInitramfs(op, store, { kernel, busybox, agent, seed }, progress);
  const { size } = initramfs.manifest;
  return {
    kernel: {
      path: join(kernel.directory, 'vmlinuz'),
      ...(kernel.manifest.vmlinux ? { vmlinux: join(kernel.directory, 'vmlinux') } : {}),
      // not compressed: file and content have the same size
      minMemory: minMemory(kernel.manifest.extent, { packed: size, unpacked: size }),
    },
    initrd: join(initramfs.directory, 'initrd'),
  };
}

/** Changes when a new version of this library makes other parts from the same packages. */
function imageRecipe(image: CatalogImage): string {
  return recipeKey([
    KERNEL_RECIPE,
    WANTED_MODULES,
    BUSYBOX_RECIPE,
    ...('suite' in image ? ROOTFS_RECIPE : []),
  ]);
}

/** The parts as they were when the name was last built; undefined when one is missing. */
export async function findParts(store: ImageStore, image: CatalogImage): Promise<ImageParts | undefined> {
  const record = await readName(store, image.name);
  if (record === undefined || record.recipe !== imageRecipe(image)) return undefined;
  const [kernel, busybox, rootfs] = await Promise.all([
    store.find('kernel', record.kernel, parseKernelManifest),
    findBusybox(store, record.busybox),
    record.rootfs === undefined ? undefined : findRootfs(store, record.rootfs),
  ]);
  if (kernel === undefined || busybox === undefined) return undefined;
  return record.rootfs !== undefined && rootfs === undefined
    ? undefined
    : { record, kernel, busybox, rootfs };
}

/**
 * Builds what is missing and points the name to it.
 * @param refresh take the newest kernel that apt knows, although an older build of the name would do
 */
export async function buildParts(
  op: Operation,
  store: ImageStore,
  image: CatalogImage,
  progress: BuildProgress,
  refresh = false,
): Promise<ImageParts> {
  const lock = await store.lock(op, `name-${image.name}`);
  const theirs = refresh ? undefined : await findParts(store, image);
  const parts = theirs ?? (await build(op, store, image, progress));
  await lock.release();
  return parts;
}

async function build(
  op: Operation,
  store: ImageStore,
  image: CatalogImage,
  progress: BuildProgress,
): Promise<ImageParts> {
  if ('suite' in image) await requireRootfsTools();
  const found = await findKernelPackage(op);
  const kernel = await ensureKernel(op, store, found, progress);
  const { key: busyboxKey, entry: busybox } = await ensureBusybox(op, store, progress);
  const root = 'suite' in image ? await ensureRootfs(op, store, image.suite, kernel, progress) : undefined;
  const record: ImageRecord = {
    recipe: imageRecipe(image),
    kernel: kernelKey(found),
    busybox: busyboxKey,
    ...(root === undefined ? {} : { rootfs: root.key }),
  };
  await writeName(store, image.name, record);
  return { record, kernel, busybox, rootfs: root?.entry };
}
