import { MIB } from '../units.js';

/**
 * What a kernel needs beyond its image, the initrd and the files in it. Found by booting with ever less memory;
 * docs/images.md has the measurement.
 */
const HEADROOM = 2 * MIB;

/** Physical addresses that a kernel occupies when it starts; both 0 when its header does not say. */
export interface KernelExtent {
  readonly start: number;
  readonly end: number;
}

export interface InitrdSize {
  /** Bytes of the file. */
  readonly packed: number;
  /** Bytes of the archive in it, as far as known. */
  readonly unpacked: number;
}

/**
 * Bytes of guest memory below which this kernel with this initrd cannot start, rounded up to whole MiB.
 * Two things can fail: there is no room for the archive and the files unpacked from it at once (memory below
 * the kernel's start is not counted: firmware and early allocations share it), or the files do not fit into
 * the initial tmpfs, which takes half of the memory that is free when it is mounted.
 */
export function minMemory(kernel: KernelExtent, initrd: InitrdSize): number {
  const both = kernel.end + initrd.packed + initrd.unpacked + HEADROOM;
  const halfFree = kernel.end - kernel.start + initrd.packed + 2 * initrd.unpacked;
  return Math.ceil(Math.max(both, halfFree) / MIB) * MIB;
}
