/** General purpose registers. KVM api.rst 4.11 KVM_GET_REGS. */
export interface KvmRegs {
  rax: bigint;
  rbx: bigint;
  rcx: bigint;
  rdx: bigint;
  rsi: bigint;
  rdi: bigint;
  rsp: bigint;
  rbp: bigint;
  r8: bigint;
  r9: bigint;
  r10: bigint;
  r11: bigint;
  r12: bigint;
  r13: bigint;
  r14: bigint;
  r15: bigint;
  rip: bigint;
  /** Bit 1 is always set. */
  rflags: bigint;
}

/** A segment register with its hidden part. */
export interface KvmSegment {
  base: bigint;
  /** Bytes minus one, also when `g` is set. */
  limit: number;
  selector: number;
  /** Type bits of the descriptor: 0xb executed code, 0x3 accessed data, … */
  type: number;
  present: number;
  /** Privilege level, 0 to 3. */
  dpl: number;
  /** 1: 32-bit operands by default. */
  db: number;
  /** 1: code or data, 0: system. */
  s: number;
  /** 1: 64-bit code. */
  l: number;
  /** 1: the limit counts pages. */
  g: number;
  avl: number;
  unusable: number;
}

/** A descriptor table register. */
export interface KvmTable {
  base: bigint;
  /** Bytes minus one. */
  limit: number;
}

/** What both generations of special registers have. */
export interface KvmSregsCommon {
  cs: KvmSegment;
  ds: KvmSegment;
  es: KvmSegment;
  fs: KvmSegment;
  gs: KvmSegment;
  ss: KvmSegment;
  tr: KvmSegment;
  ldt: KvmSegment;
  gdt: KvmTable;
  idt: KvmTable;
  cr0: bigint;
  cr2: bigint;
  cr3: bigint;
  cr4: bigint;
  cr8: bigint;
  efer: bigint;
  apicBase: bigint;
}

/** Segments, tables and control registers. KVM api.rst 4.13 KVM_GET_SREGS. */
export interface KvmSregs extends KvmSregsCommon {
  /** Four words; a set bit is the external interrupt that waits to be injected. */
  interruptBitmap: bigint[];
}

/** The same with the PAE page-directory pointers. KVM api.rst KVM_GET_SREGS2. */
export interface KvmSregs2 extends KvmSregsCommon {
  /** 1: `pdptrs` are valid. */
  flags: bigint;
  /** Four. */
  pdptrs: bigint[];
}

/** Floating point registers in the layout of FXSAVE. KVM api.rst 4.20 KVM_GET_FPU. */
export interface KvmFpu {
  /** Eight registers of 16 bytes. */
  fpr: Uint8Array;
  fcw: number;
  fsw: number;
  /** Abridged tag word. */
  ftwx: number;
  lastOpcode: number;
  lastIp: bigint;
  lastDp: bigint;
  /** Sixteen registers of 16 bytes. */
  xmm: Uint8Array;
  /** KVM neither gives nor takes it here: it is in {@link KvmVcpu.getXsave} at byte 24. */
  mxcsr: number;
}

/** Debug registers. KVM api.rst KVM_GET_DEBUGREGS. */
export interface KvmDebugRegs {
  /** DR0 to DR3. */
  db: bigint[];
  dr6: bigint;
  dr7: bigint;
  flags: bigint;
}

/** An extended control register. KVM api.rst KVM_GET_XCRS. */
export interface KvmXcr {
  /** 0 is XCR0. */
  xcr: number;
  value: bigint;
}

/** Exceptions, interrupts, NMIs and SMIs under way. Flags are numbers 0 and 1. KVM api.rst KVM_GET_VCPU_EVENTS. */
export interface KvmVcpuEvents {
  exception: { injected: number; nr: number; hasErrorCode: number; pending: number; errorCode: number };
  interrupt: { injected: number; nr: number; soft: number; shadow: number };
  nmi: { injected: number; pending: number; masked: number };
  sipiVector: number;
  /** KVM_VCPUEVENT_VALID_*: which of the optional parts are to be set. */
  flags: number;
  smi: { smm: number; pending: number; smmInsideNmi: number; latchedInit: number };
  tripleFaultPending: number;
  exceptionHasPayload: number;
  exceptionPayload: bigint;
}
