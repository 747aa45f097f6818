/** One leaf of CPUID. KVM api.rst KVM_GET_SUPPORTED_CPUID. */
export interface KvmCpuidEntry {
  /** EAX of the question. */
  function: number;
  /** ECX of the question, when `flags` has bit 0. */
  index: number;
  /** KVM_CPUID_FLAG_*: 1 the index matters. */
  flags: number;
  eax: number;
  ebx: number;
  ecx: number;
  edx: number;
}

/** A model-specific register. KVM api.rst KVM_GET_MSRS. */
export interface KvmMsr {
  index: number;
  value: bigint;
}

/** Where a linear address leads. Flags are numbers 0 and 1. KVM api.rst KVM_TRANSLATE. */
export interface KvmTranslation {
  readonly physicalAddress: bigint;
  readonly valid: number;
  readonly writeable: number;
  readonly usermode: number;
}

/** One of the two 8259 interrupt controllers. KVM api.rst KVM_GET_IRQCHIP. */
export interface KvmPicState {
  lastIrr: number;
  irr: number;
  imr: number;
  isr: number;
  priorityAdd: number;
  irqBase: number;
  readRegSelect: number;
  poll: number;
  specialMask: number;
  initState: number;
  autoEoi: number;
  rotateOnAutoEoi: number;
  specialFullyNestedMode: number;
  init4: number;
  elcr: number;
  elcrMask: number;
}

/** The I/O APIC. KVM api.rst KVM_GET_IRQCHIP. */
export interface KvmIoapicState {
  baseAddress: bigint;
  ioregsel: number;
  id: number;
  irr: number;
  /** 24 redirection entries. */
  redirtbl: bigint[];
}

/** One counter of the 8254 timer. */
export interface KvmPitChannel {
  count: number;
  latchedCount: number;
  countLatched: number;
  statusLatched: number;
  status: number;
  readState: number;
  writeState: number;
  writeLatch: number;
  rwMode: number;
  mode: number;
  bcd: number;
  gate: number;
  /** Nanoseconds of the host's monotonic clock. */
  countLoadTime: bigint;
}

/** The 8254 timer. KVM api.rst KVM_GET_PIT2. */
export interface KvmPitState {
  /** Three. */
  channels: KvmPitChannel[];
  /** KVM_PIT_FLAGS_*: 1 HPET legacy mode, 2 speaker data on. */
  flags: number;
}

/** The VM's kvmclock. KVM api.rst KVM_GET_CLOCK. */
export interface KvmClock {
  /** Nanoseconds. */
  clock: bigint;
  /** KVM_CLOCK_*: 2 the TSC is stable, 4 `realtime` is valid, 8 `hostTsc` is valid. */
  flags: number;
  /** Nanoseconds of the host's CLOCK_REALTIME. */
  realtime: bigint;
  hostTsc: bigint;
}
