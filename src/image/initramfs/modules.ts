import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Operation } from '../../core/operation.js';
import { runTool } from '../host/command.js';
import { moduleName, readModinfo } from './modinfo.js';

/**
 * When the agent loads a module: `boot` before anything else, `root` before it mounts a root disk, `net` before
 * it configures the network, `late` once the host can already use the VM. The others only on the machines that
 * have such devices: `mmio` where virtio-mmio is, `xen` on Xen. Those of `seed` are in the initramfs only of VMs with a disk
 * for cloud-init, as their images have no modules of our kernel, and are `root` there.
 */
export type ModuleClass = 'boot' | 'root' | 'net' | 'late' | 'mmio' | 'xen' | 'seed';

export const WANTED_MODULES: readonly (readonly [ModuleClass, readonly string[]])[] = [
  ['boot', ['virtio_pci', 'virtio_console']],
  ['root', ['virtio_blk', 'overlay']],
  ['net', ['virtio_net', 'af_packet']],
  ['late', ['virtio_rng', 'virtio_balloon', 'button', 'vmw_vsock_virtio_transport']],
  ['mmio', ['virtio_mmio']],
  ['xen', ['xen_blkfront', 'xen_netfront']],
  ['seed', ['isofs']],
];

const COMPRESSED = /\.(xz|zst)$/;

/** One module file of a kernel. */
export interface KernelModule {
  readonly class: ModuleClass;
  /** Path of the file, relative to `lib/modules/<release>`. */
  readonly file: string;
  readonly name: string;
}

/**
 * The wanted modules of an unpacked kernel and what they depend on, each once, dependencies first.
 * Modules that the kernel has built in, or does not have at all, are left out.
 * @param tree a `lib/modules/<release>` folder
 */
export async function selectModules(op: Operation, tree: string): Promise<KernelModule[]> {
  const files = await moduleFiles(tree);
  const chosen = new Map<string, KernelModule>();
  const add = async (name: string, moduleClass: ModuleClass): Promise<void> => {
    const found = files.get(moduleName(name));
    if (found === undefined || chosen.has(moduleName(name))) return;
    const file = await plainModule(op, tree, found);
    const info = readModinfo(await readFile(join(tree, file)));
    for (const dependency of info?.depends ?? []) await add(dependency, moduleClass);
    chosen.set(moduleName(name), { class: moduleClass, file, name: moduleName(name) });
  };
  for (const [moduleClass, names] of WANTED_MODULES) {
    for (const name of names) await add(name, moduleClass);
  }
  return [...chosen.values()];
}

/** Unpacks a compressed module in place (Debian 13 has `.ko.xz`); returns the path of the plain one. */
async function plainModule(op: Operation, tree: string, file: string): Promise<string> {
  const packed = COMPRESSED.exec(file);
  if (packed === null) return file;
  const [program, debianPackage] = packed[1] === 'xz' ? ['xz', 'xz-utils'] : ['zstd', 'zstd'];
  await runTool(op, `unpacking ${file}`, {
    argv: [program, '--decompress', '--quiet', join(tree, file)],
    debianPackage,
  });
  return file.replace(COMPRESSED, '');
}

/** Every module below a folder, by module name. */
async function moduleFiles(tree: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const path of await readdir(tree, { recursive: true })) {
    const name = /([^/]+)\.ko(\.xz|\.zst)?$/.exec(path)?.[1];
    if (name !== undefined) files.set(moduleName(name), path);
  }
  return files;
}
