import { readFile } from 'node:fs/promises';
import { VmError } from '../../core/errors.js';
import { isBzImage, readBzImage } from './bzimage.js';
import { isElf, readElf } from './elf.js';
import type { KernelExtent } from './min-memory.js';

/** A kernel file that can be booted directly. */
export interface KernelFile {
  readonly type: 'bzImage' | 'elf';
  readonly content: Buffer;
  readonly extent: KernelExtent;
  /** The compressed kernel inside a bzImage. */
  readonly payload: Buffer | undefined;
}

/** Reads a kernel file; IMAGE_INVALID says what is wrong with it. */
export async function inspectKernel(path: string): Promise<KernelFile> {
  const content = await readFile(path);
  if (isBzImage(content)) return inspectBzImage(path, content);
  if (isElf(content)) return inspectElfKernel(path, content);
  throw new VmError('IMAGE_INVALID', `${path} is not a Linux kernel: ${looksLike(content)}`, {
    remedy: 'Pass a bzImage (the vmlinuz of a distribution) or an x86-64 vmlinux with a PVH entry.',
  });
}

function inspectBzImage(path: string, content: Buffer): KernelFile {
  const image = readBzImage(content, content.length);
  if ('truncatedTo' in image) {
    const text = `${path} is a truncated kernel: it has ${content.length} bytes and should have at least ${image.truncatedTo}`;
    throw new VmError('IMAGE_INVALID', text, { remedy: 'Copy or fetch the file again.' });
  }
  const { payload } = image;
  return {
    type: 'bzImage',
    content,
    extent: image.extent,
    payload: payload && content.subarray(payload.offset, payload.offset + payload.length),
  };
}

function inspectElfKernel(path: string, content: Buffer): KernelFile {
  const elf = readElf(content);
  const wrong =
    elf === undefined
      ? 'is a truncated or 32-bit ELF file'
      : !elf.x86
        ? 'is an ELF file for another processor than x86-64'
        : elf.pvhEntry === undefined
          ? 'is an ELF file without a PVH entry note, so it cannot be started directly'
          : undefined;
  if (wrong === undefined && elf !== undefined) {
    return { type: 'elf', content, extent: elf.extent, payload: undefined };
  }
  throw new VmError('IMAGE_INVALID', `${path} ${wrong}`, {
    remedy: 'Pass a bzImage (the vmlinuz of a distribution) or an x86-64 vmlinux with a PVH entry.',
  });
}

/** What a file that is no kernel seems to be, for the error message. */
function looksLike(content: Buffer): string {
  if (content.length === 0) return 'it is empty';
  if (content.toString('latin1', 0x38, 0x3c) === 'ARMd') return 'it is a kernel for arm64';
  if (content.toString('latin1', 0, 2) === '\x1f\x8b') return 'it is gzip data';
  if (content.toString('latin1', 0, 4) === 'QFI\xfb') return 'it is a qcow2 disk';
  if (content.toString('latin1', 0, 6) === '070701') return 'it is a cpio archive, perhaps the initrd';
  return "it has neither the bzImage magic 'HdrS' nor the ELF magic";
}
