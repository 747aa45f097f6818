import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { type UnpackedKernel, unpackKernel } from '../kernel/debian-kernel.js';
import { inspectKernel } from '../kernel/inspect.js';
import { type InitrdSize, minMemory } from '../kernel/min-memory.js';
import type { BuildProgress } from '../progress.js';
import { asRecord, type ImageStore, recipeKey } from '../store/store.js';
import type { KernelSource, ResolvedImage } from '../types.js';
import { checkDigest } from './digest.js';
import { requireFile } from './readable.js';

const RECIPE = 1;

function parseUnpacked(json: unknown): UnpackedKernel | undefined {
  const record = asRecord(json);
  const complete = typeof record?.vmlinux === 'boolean' && asRecord(record.extent) !== undefined;
  return complete ? (record as unknown as UnpackedKernel) : undefined;
}

/** The user's own kernel and initrd. */
export async function resolveKernel(
  op: Operation,
  store: ImageStore,
  source: KernelSource,
  progress: BuildProgress,
): Promise<ResolvedImage> {
  const kernel = await requireFile('kernel', source.kernel, 'read');
  const initrd = source.initrd === undefined ? undefined : await inspectInitrd(source.initrd);
  await checkDigest(op, kernel, source.sha256, progress);
  const unpacked = await unpackOnce(op, store, kernel.path, progress);
  return {
    name: source.kernel,
    kernel: {
      path: kernel.path,
      ...(unpacked.vmlinux === undefined ? {} : { vmlinux: unpacked.vmlinux }),
      minMemory: minMemory(unpacked.extent, initrd ?? { packed: 0, unpacked: 0 }),
    },
    ...(initrd === undefined ? {} : { initrd: initrd.path }),
    cmdline: words(source.cmdline),
    agent: source.agent ?? false,
  };
}

function words(cmdline: KernelSource['cmdline']): string[] {
  if (cmdline === undefined) return [];
  return typeof cmdline === 'string' ? cmdline.split(/\s+/).filter((word) => word !== '') : [...cmdline];
}

/** The ELF in a bzImage, unpacked once per version of the file, which its identity and times tell apart. */
async function unpackOnce(op: Operation, store: ImageStore, path: string, progress: BuildProgress) {
  const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
  const key = recipeKey([RECIPE, path, ...[dev, ino, size, mtimeNs].map(String)]);
  const cached = await store.find('vmlinux', key, parseUnpacked);
  if (cached === undefined) {
    const kernel = await inspectKernel(path);
    if (kernel.payload === undefined) return { extent: kernel.extent };
  }
  const entry = cached === undefined ? await unpackInto(op, store, key, path, progress) : cached;
  const { vmlinux, extent } = entry.manifest;
  return { extent, ...(vmlinux ? { vmlinux: join(entry.directory, 'vmlinux') } : {}) };
}

function unpackInto(op: Operation, store: ImageStore, key: string, path: string, progress: BuildProgress) {
  return store.ensure(op, 'vmlinux', key, parseUnpacked, (directory) =>
    unpackKernel(op, path, directory, progress),
  );
}

async function inspectInitrd(given: string): Promise<InitrdSize & { path: string }> {
  const { path, size } = await requireFile('initrd', given, 'read');
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(6);
    const tail = Buffer.alloc(4);
    await file.read(head, 0, head.length, 0);
    await file.read(tail, 0, tail.length, Math.max(0, size - tail.length));
    const packing = initrdPacking(head);
    if (size < 64 || packing === undefined) {
      throw new VmError('IMAGE_INVALID', `${path} is not an initrd: neither a cpio archive nor compressed`);
    }
    // gzip ends with the unpacked size; of the others only this much is certain
    return { path, packed: size, unpacked: packing === 'gzip' ? tail.readUInt32LE(0) : size };
  } finally {
    await file.close();
  }
}

/** Linux lib/decompress.c: the magic bytes of what an initrd may be packed with; newc cpio; or an ext/squashfs-like ramdisk is refused. */
function initrdPacking(head: Buffer): 'cpio' | 'gzip' | 'other' | undefined {
  if (/^07070[12]/.test(head.toString('latin1'))) return 'cpio';
  const magic = head.readUInt16BE(0);
  if (magic === 0x1f8b) return 'gzip';
  const others = [0x425a, 0x5d00, 0xfd37, 0x894c, 0x0221, 0x28b5]; // bzip2 lzma xz lzo lz4 zstd
  return others.includes(magic) ? 'other' : undefined;
}
