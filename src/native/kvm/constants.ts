/**
 * Capabilities of {@link Kvm.checkExtension} and {@link KvmVm.enableCap}: KVM_CAP_* of linux/kvm.h that concern
 * x86. Any other number works too. KVM api.rst sections 4.4, 6, 7 and 8.
 */
export const KvmCap = {
  IRQCHIP: 0,
  HLT: 1,
  USER_MEMORY: 3,
  SET_TSS_ADDR: 4,
  EXT_CPUID: 7,
  CLOCKSOURCE: 8,
  /** Recommended number of vCPUs per VM. */
  NR_VCPUS: 9,
  /** Memory slots per VM. */
  NR_MEMSLOTS: 10,
  MP_STATE: 14,
  COALESCED_MMIO: 15,
  SYNC_MMU: 16,
  USER_NMI: 22,
  SET_GUEST_DEBUG: 23,
  IRQ_ROUTING: 25,
  IRQ_INJECT_STATUS: 26,
  MCE: 31,
  IRQFD: 32,
  PIT2: 33,
  SET_BOOT_CPU_ID: 34,
  IOEVENTFD: 36,
  SET_IDENTITY_MAP_ADDR: 37,
  ADJUST_CLOCK: 39,
  INTERNAL_ERROR_DATA: 40,
  VCPU_EVENTS: 41,
  DEBUGREGS: 50,
  ENABLE_CAP: 54,
  XSAVE: 55,
  XCRS: 56,
  TSC_CONTROL: 60,
  GET_TSC_KHZ: 61,
  /** Most vCPUs per VM. */
  MAX_VCPUS: 66,
  TSC_DEADLINE_TIMER: 72,
  SYNC_REGS: 74,
  KVMCLOCK_CTRL: 76,
  SIGNAL_MSI: 77,
  READONLY_MEM: 81,
  IRQFD_RESAMPLE: 82,
  ENABLE_CAP_VM: 98,
  IOEVENTFD_NO_LENGTH: 100,
  CHECK_EXTENSION_VM: 105,
  X86_SMM: 117,
  SPLIT_IRQCHIP: 121,
  IOEVENTFD_ANY_LENGTH: 122,
  /** vCPU ids are lower than this. */
  MAX_VCPU_ID: 128,
  X2APIC_API: 129,
  IMMEDIATE_EXIT: 136,
  X86_DISABLE_EXITS: 143,
  GET_MSR_FEATURES: 153,
  NESTED_STATE: 157,
  EXCEPTION_PAYLOAD: 164,
  MANUAL_DIRTY_LOG_PROTECT2: 168,
  X86_USER_SPACE_MSR: 188,
  X86_MSR_FILTER: 189,
  DIRTY_LOG_RING: 192,
  X86_BUS_LOCK_EXIT: 193,
  SREGS2: 200,
  EXIT_HYPERCALL: 201,
  XSAVE2: 208,
  VM_TSC_CONTROL: 214,
  X86_TRIPLE_FAULT_EVENT: 218,
  X86_NOTIFY_VMEXIT: 219,
} as const;

/** What a vCPU does, in the order of KVM_MP_STATE_*. KVM api.rst KVM_GET_MP_STATE. */
export const KVM_MP_STATES = [
  'runnable',
  'uninitialized',
  'init-received',
  'halted',
  'sipi-received',
  'stopped',
  'check-stop',
  'operating',
  'load',
  'ap-reset-hold',
  'suspended',
] as const;

/** What a vCPU does: with an irqchip all but the boot CPU begin `uninitialized`. On x86 the first five occur. */
export type KvmMpState = (typeof KVM_MP_STATES)[number];

/** The interrupt controllers of the in-kernel irqchip, in the order of KVM_IRQCHIP_*. */
export const KVM_IRQCHIPS = ['pic-master', 'pic-slave', 'ioapic'] as const;

/** An interrupt controller of the in-kernel irqchip. */
export type KvmIrqchip = (typeof KVM_IRQCHIPS)[number];

/** KVM_MEM_* */
export const MEM_LOG_DIRTY_PAGES = 1;
export const MEM_READONLY = 2;

/** KVM_PIT_SPEAKER_DUMMY */
export const PIT_SPEAKER_DUMMY = 1;

/** KVM_GUESTDBG_* */
export const GUESTDBG_ENABLE = 0x1;
export const GUESTDBG_SINGLESTEP = 0x2;
export const GUESTDBG_USE_SW_BP = 0x10000;
export const GUESTDBG_USE_HW_BP = 0x20000;
