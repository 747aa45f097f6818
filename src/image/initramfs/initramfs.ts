import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Operation } from '../../core/operation.js';
import type { KernelManifest } from '../kernel/debian-kernel.js';
import type { BuildProgress } from '../progress.js';
import { asRecord, type ImageStore, recipeKey, type StoreEntry } from '../store/store.js';
import type { BusyboxManifest } from './busybox.js';
import { SKELETON } from './content.js';
import { type CpioEntry, sha256, writeCpio } from './cpio.js';
import { moduleName } from './modinfo.js';

const RECIPE = 1;

/** What an initramfs is made of. */
export interface InitramfsParts {
  readonly kernel: StoreEntry<KernelManifest>;
  readonly busybox: StoreEntry<BusyboxManifest>;
  /** The binary that becomes `/init`. */
  readonly agent: Buffer;
  /** With the modules of class `seed`. */
  readonly seed: boolean;
}

/** An initramfs in the cache: the file `initrd`. */
export interface InitramfsManifest {
  /** Bytes of the archive. */
  readonly size: number;
  /** Key of the kernel entry that its modules belong to. */
  readonly kernel: string;
}

function parseInitramfsManifest(json: unknown): InitramfsManifest | undefined {
  const { size, kernel } = asRecord(json) ?? {};
  return typeof size === 'number' && typeof kernel === 'string' ? { size, kernel } : undefined;
}

/** The cache key of the initramfs made of these parts; entry folders are named by content. */
export function initramfsKey(parts: InitramfsParts): string {
  const entries = [parts.kernel, parts.busybox].map((entry) => basename(entry.directory));
  const more = parts.seed ? ['seed'] : [];
  return recipeKey([RECIPE, ...entries, sha256(parts.agent), SKELETON.map(describe), ...more]);
}

function describe(entry: CpioEntry): unknown {
  return entry.type === 'file' ? { ...entry, data: Buffer.from(entry.data).toString('base64') } : entry;
}

/** Writes the initramfs unless an equal one is in the cache. */
export function ensureInitramfs(
  op: Operation,
  store: ImageStore,
  parts: InitramfsParts,
  progress: BuildProgress,
): Promise<StoreEntry<InitramfsManifest>> {
  return store.ensure(op, 'initramfs', initramfsKey(parts), parseInitramfsManifest, async (directory) => {
    const step = progress.start('initramfs.build', 'writing the initramfs');
    const archive = writeCpio(await initramfsEntries(parts));
    await writeFile(join(directory, 'initrd'), archive);
    step.done();
    return { size: archive.length, kernel: basename(parts.kernel.directory) };
  });
}

async function initramfsEntries(parts: InitramfsParts): Promise<CpioEntry[]> {
  const { applets } = parts.busybox.manifest;
  return [
    ...SKELETON,
    { path: 'init', type: 'file', mode: 0o755, data: parts.agent },
    {
      path: 'bin/busybox',
      type: 'file',
      mode: 0o755,
      data: await readFile(join(parts.busybox.directory, 'busybox')),
    },
    ...applets.map((name): CpioEntry => ({ path: `bin/${name}`, type: 'symlink', target: 'busybox' })),
    // Programs that others call by their usual absolute path.
    ...applets.filter(isSystemApplet).map(systemLink),
    ...(await moduleEntries(parts)),
  ];
}

const SYSTEM_APPLETS = new Set([
  'halt',
  'ifconfig',
  'insmod',
  'ip',
  'modprobe',
  'poweroff',
  'reboot',
  'udhcpc',
]);

function isSystemApplet(name: string): boolean {
  return SYSTEM_APPLETS.has(name);
}

function systemLink(name: string): CpioEntry {
  return { path: `sbin/${name}`, type: 'symlink', target: '../bin/busybox' };
}

/** The modules and `/vmwright/modules`, the agent's list: `<class> <path>` per line, dependencies first. */
async function moduleEntries({ kernel, seed }: InitramfsParts): Promise<CpioEntry[]> {
  const { modules, release } = kernel.manifest;
  const folder = `lib/modules/${release}`;
  const entries: CpioEntry[] = ['lib/modules', folder].map((path) => ({
    path,
    type: 'directory',
    mode: 0o755,
  }));
  const list: string[] = [];
  for (const module of modules.filter((each) => seed || each.class !== 'seed')) {
    const path = `${folder}/${moduleName(module.name)}.ko`;
    const data = await readFile(join(kernel.directory, 'modules', module.file));
    entries.push({ path, type: 'file', mode: 0o644, data });
    list.push(`${module.class === 'seed' ? 'root' : module.class} /${path}\n`);
  }
  entries.push({ path: 'vmwright/modules', type: 'file', mode: 0o644, data: Buffer.from(list.join('')) });
  return entries;
}
