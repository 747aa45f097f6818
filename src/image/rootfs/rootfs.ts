import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { unpackPackage } from '../host/apt.js';
import {
  type HostCommand,
  type HostCommandResult,
  requireProgram,
  runHostCommand,
  runTool,
  toolError,
} from '../host/command.js';
import type { KernelManifest } from '../kernel/debian-kernel.js';
import type { BuildProgress } from '../progress.js';
import { asRecord, type ImageStore, recipeKey, type StoreEntry } from '../store/store.js';
import { MmdebstrapProgress } from './mmdebstrap-progress.js';
import { customizeScript, DPKG_OPTIONS, ROOTFS_PACKAGES, ROOTFS_RECIPE, SETUP_SCRIPT } from './recipe.js';
import { openScratch, type Scratch } from './scratch.js';
import { aptNetworkOptions, debianSources } from './sources.js';

/** Bytes the guest sees; the file is sparse. */
const VIRTUAL_SIZE = '10G';

/** A root file system in the cache: the file `root.ext4`. */
export interface RootfsManifest {
  readonly suite: string;
  /** The kernel whose modules it contains. */
  readonly kernel: string;
}

function parseRootfsManifest(json: unknown): RootfsManifest | undefined {
  const { suite, kernel } = asRecord(json) ?? {};
  return typeof suite === 'string' && typeof kernel === 'string' ? { suite, kernel } : undefined;
}

export function findRootfs(store: ImageStore, key: string): Promise<StoreEntry<RootfsManifest> | undefined> {
  return store.find('rootfs', key, parseRootfsManifest);
}

/** Programs that a build starts late; asked for before anything is downloaded. */
export async function requireRootfsTools(): Promise<void> {
  await requireProgram('mmdebstrap', 'mmdebstrap');
  await requireProgram('mke2fs', 'e2fsprogs');
  await requireProgram('zstd', 'zstd');
}

/** Builds the root file system of a Debian release with this kernel's modules, unless it is in the cache. */
export async function ensureRootfs(
  op: Operation,
  store: ImageStore,
  suite: string,
  kernel: StoreEntry<KernelManifest>,
  progress: BuildProgress,
): Promise<{ key: string; entry: StoreEntry<RootfsManifest> }> {
  const sources = await debianSources(op, suite);
  const script = customizeScript(kernel.manifest.release);
  const kernelName = basename(kernel.directory);
  const key = recipeKey([ROOTFS_RECIPE, suite, sources, kernelName]);
  const entry = await store.ensure(op, 'rootfs', key, parseRootfsManifest, async (directory) => {
    const modules = await packModules(op, kernel, directory);
    await bootstrap(op, { suite, sources, script, modules, directory }, progress);
    await rm(modules);
    return { suite, kernel: kernel.manifest.release };
  });
  return { key, entry };
}

/** A tar of `lib/modules` out of the kernel package. */
async function packModules(
  op: Operation,
  kernel: StoreEntry<KernelManifest>,
  directory: string,
): Promise<string> {
  const tree = join(directory, 'kernel');
  const archive = join(directory, 'modules.tar');
  await unpackPackage(op, join(kernel.directory, kernel.manifest.deb), tree);
  await compressModules(op, join(tree, 'lib/modules'));
  await runTool(op, 'packing the kernel modules', {
    argv: [
      'tar',
      '--create',
      '--file',
      archive,
      '--owner=0',
      '--group=0',
      '--directory',
      tree,
      'lib/modules',
    ],
    debianPackage: 'tar',
  });
  await rm(tree, { recursive: true });
  return archive;
}

/** A quarter of the size; modprobe unpacks them. Debian compresses them itself from release 13 on. */
async function compressModules(op: Operation, directory: string): Promise<void> {
  await runTool(op, 'compressing the kernel modules', {
    argv: ['find', directory, '-name', '*.ko', '-exec', 'zstd', '--quiet', '--rm', '-9', '-T0', '{}', '+'],
    debianPackage: 'findutils',
  });
}

interface Bootstrap {
  readonly suite: string;
  readonly sources: readonly string[];
  readonly script: string;
  readonly modules: string;
  readonly directory: string;
}

async function bootstrap(op: Operation, plan: Bootstrap, progress: BuildProgress): Promise<void> {
  const scratch = await openScratch(op, plan.directory);
  const follow = new MmdebstrapProgress(progress);
  const command: HostCommand = {
    argv: mmdebstrapArguments(plan, scratch, await aptNetworkOptions(op)),
    debianPackage: 'mmdebstrap',
    cwd: scratch.directory,
    env: { TMPDIR: scratch.directory },
    onErrorLine: (line) => follow.line(line),
  };
  const result = await runHostCommand(op, command);
  if (result.exitCode !== 0) throw bootstrapError(plan.suite, command, result);
  await copySparse(op, scratch.image, join(plan.directory, 'root.ext4'));
  await scratch.remove();
  follow.done();
}

/**
 * What mmdebstrap mounts as root must not outlive it, and must not be there for whoever clears up after it was
 * killed. An ordinary user's mmdebstrap has namespaces of its own.
 */
const OWN_MOUNTS = ['unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'];

function mmdebstrapArguments(plan: Bootstrap, scratch: Scratch, aptOptions: readonly string[]): string[] {
  return [
    ...(process.getuid?.() === 0 ? OWN_MOUNTS : []),
    'mmdebstrap',
    '--variant=minbase',
    '--format=null',
    '--verbose',
    // The tree is thrown away, and its clean-up runs apt, which falls back to this machine's own lists
    // when the configuration in the tree is gone.
    '--skip=cleanup',
    `--include=${ROOTFS_PACKAGES.join(',')}`,
    '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
    `--setup-hook=${SETUP_SCRIPT}`,
    ...DPKG_OPTIONS.map((option) => `--dpkgopt=${option}`),
    ...aptOptions.map((option) => `--aptopt=${option}`),
    `--customize-hook=tar-in ${shellQuote(plan.modules)} /`,
    `--customize-hook=${plan.script}`,
    `--customize-hook=${mke2fsScript(scratch.image)}`,
    plan.suite,
    '-',
    ...plan.sources,
  ];
}

function bootstrapError(suite: string, command: HostCommand, result: HostCommandResult): VmError {
  const error = toolError(`building Debian ${suite}`, command, result);
  if (/unable to pick chroot mode|newuidmap|subuid/.test(result.stderr)) {
    return new VmError(
      error.code,
      `${error.message}\nan ordinary user needs a user namespace to build this image`,
      {
        remedy:
          'apt-get install uidmap, and give the user a range in /etc/subuid; or build the image as root.',
      },
    );
  }
  if (/unshare: .*not permitted|mount: .*permission denied/i.test(result.stderr)) {
    return new VmError(error.code, `${error.message}\nthis root user may not mount, as in most containers`, {
      remedy: 'Build the image outside the container, or in a privileged one.',
    });
  }
  const missing = /404|does not have a Release file|Unable to locate package/.test(result.stderr);
  if (error.code === 'DISK_FULL' || !missing) return error;
  const remedy = `Check that the mirrors in /etc/apt have Debian ${suite}.`;
  return new VmError(error.code, error.message, { remedy });
}

/** mke2fs allocated the inode tables without writing to them; as holes they take no space. */
async function copySparse(op: Operation, from: string, to: string): Promise<void> {
  await runTool(op, 'making the image sparse', {
    argv: ['cp', '--sparse=always', '--no-preserve=mode', from, to],
    debianPackage: 'coreutils',
  });
}

/**
 * Makes the file system of "$1". mmdebstrap has /proc and others mounted in there; a plain bind mount shows what
 * is below them. Its apt configuration is in /tmp and must stay for as long as it runs: an empty tmpfs hides it. Without lazy initialisation of the inode tables the guest's kernel has nothing left to zero
 * in the background, which would fill the overlay.
 */
function mke2fsScript(image: string): string {
  const options =
    '-q -t ext4 -L root -J size=32 -m 1 -E lazy_itable_init=0,lazy_journal_init=1,root_owner=0:0';
  const view = 'mount --bind "$1" /mnt && mount -t tmpfs -o mode=1777 none /mnt/tmp';
  const inner = `${view} && exec mke2fs ${options} -d /mnt "$2" ${VIRTUAL_SIZE}`;
  return `unshare --mount sh -c '${inner}' sh "$1" ${shellQuote(image)}`;
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
