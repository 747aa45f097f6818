import type { KvmAddress } from './address.js';
import type { KvmEvent } from './event.js';
import type { KvmMemory } from './memory.js';

/** Memory of a guest. KVM api.rst 4.35 KVM_SET_USER_MEMORY_REGION. */
export interface KvmMemoryRegion {
  /** Number of the slot, from 0 to `checkExtension(KvmCap.NR_MEMSLOTS)` - 1. */
  readonly slot: number;
  /** Where the guest sees it; a multiple of 4096. */
  readonly guestAddress: KvmAddress;
  readonly memory: KvmMemory;
  /** Bytes of `memory` to leave out at its begin; a multiple of 4096. @default 0 */
  readonly offset?: number;
  /** Bytes; a multiple of 4096. @default all of `memory` from `offset` on */
  readonly size?: number;
  /** Keep book of written pages for {@link KvmVm.getDirtyLog}. @default false */
  readonly logDirtyPages?: boolean;
  /** The guest's writes are `mmio-write` exits. @default false */
  readonly readonly?: boolean;
}

/** Options of {@link KvmVm.createPit2}. */
export interface KvmPitOptions {
  /** Answer port 0x61 in the kernel. @default false */
  readonly speakerDummy?: boolean;
}

/** Options of {@link KvmVm.assignIrqfd}. */
export interface KvmIrqfdOptions {
  /**
   * Makes the interrupt level-triggered: it stays up until the guest acknowledges it, then KVM lowers it and
   * signals this event, so that a device that still wants service can signal again. @default edge-triggered
   */
  readonly resample?: KvmEvent;
}

/** What the guest must write, and where, to set off an ioeventfd. */
export type KvmIoeventfd = {
  /** Length of the write in bytes: 1, 2, 4 or 8; 0 for any. @default 0 */
  readonly size?: number;
  /** Only writes of this value; needs `size`. @default any value */
  readonly match?: bigint;
} & (
  | {
      /** I/O port. */
      readonly port: number;
    }
  | {
      /** Guest physical address. */
      readonly address: KvmAddress;
    }
);

/** A message-signalled interrupt: a write of `data` to `address`. */
export interface KvmMsi {
  /** 0xfee00000 + the APIC id shifted left by 12. */
  readonly address: KvmAddress;
  /** The vector in the low 8 bits, the delivery mode in bits 8 to 10. */
  readonly data: number;
}

/** What a GSI (global system interrupt) number stands for: a pin of an interrupt controller, or a message. */
export type KvmRoute =
  | { readonly gsi: number; readonly chip: 'pic-master' | 'pic-slave' | 'ioapic'; readonly pin: number }
  | ({ readonly gsi: number } & KvmMsi);
