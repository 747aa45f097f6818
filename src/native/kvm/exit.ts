/** The guest wrote to an I/O port. */
export interface KvmIoOut {
  readonly type: 'io-out';
  readonly port: number;
  /** Bytes per item: 1, 2 or 4. */
  readonly size: number;
  /** Items; more than one only for string instructions (`rep outsb`). */
  readonly count: number;
  /** `size * count` bytes, little-endian. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The guest reads from an I/O port: fill `data`. */
export interface KvmIoIn {
  readonly type: 'io-in';
  readonly port: number;
  /** Bytes per item: 1, 2 or 4. */
  readonly size: number;
  /** Items; more than one only for string instructions (`rep insb`). */
  readonly count: number;
  /** What the guest gets when the vCPU runs on; `size * count` bytes, at first all ones as from an empty bus. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The guest wrote to an address without memory, or to read-only memory. */
export interface KvmMmioWrite {
  readonly type: 'mmio-write';
  /** Guest physical. */
  readonly address: bigint;
  /** 1 to 8 bytes, little-endian. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The guest reads from an address without memory: fill `data`. */
export interface KvmMmioRead {
  readonly type: 'mmio-read';
  /** Guest physical. */
  readonly address: bigint;
  /** What the guest gets when the vCPU runs on; 1 to 8 bytes, at first all ones as from an empty bus. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** `hlt`; only without the in-kernel irqchip, which otherwise waits for the interrupt itself. */
export interface KvmHalt {
  readonly type: 'halt';
}

/** A triple fault. */
export interface KvmShutdown {
  readonly type: 'shutdown';
}

/** The guest asked for a change of state through a paravirtual interface. */
export interface KvmSystemEvent {
  readonly type: 'system-event';
  /** KVM_SYSTEM_EVENT_*: 1 shutdown, 2 reset, 3 crash, 6 SEV termination. */
  readonly event: number;
  readonly data: readonly bigint[];
}

/** KVM gave up. */
export interface KvmInternalError {
  readonly type: 'internal-error';
  /** KVM_INTERNAL_ERROR_*: 1 emulation failure, 2 simultaneous exceptions, 3 event delivery, 4 unexpected exit. */
  readonly suberror: number;
  /** The guest code that KVM could not emulate; empty when it did not say. */
  readonly instruction: Uint8Array<ArrayBuffer>;
}

/** The CPU refused the guest's state. */
export interface KvmFailEntry {
  readonly type: 'fail-entry';
  /** The vendor's own code. */
  readonly reason: bigint;
}

/** A single step or breakpoint of {@link KvmVcpu.setGuestDebug}. */
export interface KvmDebug {
  readonly type: 'debug';
  /** 1 #DB, 3 #BP. */
  readonly exception: number;
  /** The guest's instruction pointer, linear. */
  readonly pc: bigint;
  readonly dr6: bigint;
  readonly dr7: bigint;
}

/** {@link KvmVcpu.stop} ended the run. */
export interface KvmInterrupted {
  readonly type: 'interrupted';
}

/** The guest can take the next {@link KvmVcpu.interrupt}. */
export interface KvmInterruptWindow {
  readonly type: 'interrupt-window';
}

/** Split irqchip: the guest acknowledged a level-triggered interrupt. */
export interface KvmIoapicEoi {
  readonly type: 'ioapic-eoi';
  readonly vector: number;
}

/** Without in-kernel local APIC: the guest lowered its task priority. */
export interface KvmSetTpr {
  readonly type: 'set-tpr';
}

/** The guest reads an MSR that KVM_CAP_X86_USER_SPACE_MSR sends here: set `value`, or it gets #GP. */
export interface KvmMsrRead {
  readonly type: 'msr-read';
  readonly index: number;
  /** KVM_MSR_EXIT_REASON_*: 1 invalid, 2 unknown, 4 filter. */
  readonly reason: number;
  value?: bigint;
}

/** The guest writes an MSR that KVM_CAP_X86_USER_SPACE_MSR sends here: set `accept`, or it gets #GP. */
export interface KvmMsrWrite {
  readonly type: 'msr-write';
  readonly index: number;
  /** KVM_MSR_EXIT_REASON_*: 1 invalid, 2 unknown, 4 filter. */
  readonly reason: number;
  readonly value: bigint;
  accept?: boolean;
}

/** A hypercall that KVM_CAP_EXIT_HYPERCALL sends here: set `result`, or the guest is told that it does not exist. */
export interface KvmHypercall {
  readonly type: 'hypercall';
  readonly number: bigint;
  /** Six. */
  readonly args: readonly bigint[];
  /** What the guest finds in RAX. */
  result?: bigint;
}

/** The dirty ring is full: it must be collected first. */
export interface KvmDirtyRingFull {
  readonly type: 'dirty-ring-full';
}

/** The guest locked the bus (KVM_CAP_X86_BUS_LOCK_EXIT). */
export interface KvmBusLock {
  readonly type: 'bus-lock';
}

/** The guest had no event window for too long (KVM_CAP_X86_NOTIFY_VMEXIT). */
export interface KvmNotify {
  readonly type: 'notify';
  readonly flags: number;
}

/** An exit that this version of the library does not know. */
export interface KvmOtherExit {
  readonly type: 'other';
  /** KVM_EXIT_* */
  readonly reason: number;
}

/**
 * Why a run of a vCPU ended. Narrow it by `type`. KVM api.rst, section 5 "The kvm_run structure".
 */
export type KvmExit =
  | KvmIoOut
  | KvmIoIn
  | KvmMmioWrite
  | KvmMmioRead
  | KvmHalt
  | KvmShutdown
  | KvmSystemEvent
  | KvmInternalError
  | KvmFailEntry
  | KvmDebug
  | KvmInterrupted
  | KvmInterruptWindow
  | KvmIoapicEoi
  | KvmSetTpr
  | KvmMsrRead
  | KvmMsrWrite
  | KvmHypercall
  | KvmDirtyRingFull
  | KvmBusLock
  | KvmNotify
  | KvmOtherExit;

/** One exit by its `type`. */
export type KvmExitOf<T extends KvmExit['type']> = Extract<KvmExit, { type: T }>;
