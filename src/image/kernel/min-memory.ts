import { MIB } from '../units.js';

/**
 * What a kernel needs beyond its own image and the initrd before it reaches user space: page tables, per-CPU
 * areas, slabs, device rings. Measured with Debian's 6.1 cloud kernel; docs/images.md has the figures.
 */
const HEADROOM = 24 * MIB;

export interface MemoryFacts {
  /** Physical end of the unpacked kernel (ELF), or of the area in which it unpacks itself (bzImage). */
  readonly kernelEnd: number;
  /** Bytes of the initrd file. */
  readonly initrdSize: number;
  /** Bytes of the files in it. */
  readonly initrdUnpacked: number;
}

/** Bytes of guest memory below which this kernel with this initrd cannot start, rounded up to whole MiB. */
export function minMemory(facts: MemoryFacts): number {
  const bytes = facts.kernelEnd + facts.initrdSize + facts.initrdUnpacked + HEADROOM;
  return Math.ceil(bytes / MIB) * MIB;
}
