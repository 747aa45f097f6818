import type { KvmExit } from './exit.js';
import type {
  KvmClock,
  KvmCpuidEntry,
  KvmIoapicState,
  KvmMsr,
  KvmPicState,
  KvmPitState,
  KvmTranslation,
} from './machine-state.js';
import type {
  KvmDebugRegs,
  KvmFpu,
  KvmRegs,
  KvmSregs,
  KvmSregs2,
  KvmVcpuEvents,
  KvmXcr,
} from './registers.js';

/** C++ objects; kvm.node checks by a tag that each is what the call needs. */
export type SystemHandle = object & { readonly kvm: 'system' };
export type VmHandle = object & { readonly kvm: 'vm' };
export type VcpuHandle = object & { readonly kvm: 'vcpu' };
export type MemoryHandle = object & { readonly kvm: 'memory' };
export type EventHandle = object & { readonly kvm: 'event' };

/** What a run is told about the exit before it; see answer_exit() in native/addon. */
export type ExitAnswer = Uint8Array | bigint | boolean | undefined;

interface SystemCalls {
  systemOpen(device: string): SystemHandle;
  systemClose(system: SystemHandle): void;
  systemApiVersion(system: SystemHandle): number;
  systemCheckExtension(system: SystemHandle, capability: number): number;
  systemVcpuMmapSize(system: SystemHandle): number;
  systemSupportedCpuid(system: SystemHandle): KvmCpuidEntry[];
  systemMsrIndexList(system: SystemHandle): number[];
  systemMsrFeatureIndexList(system: SystemHandle): number[];
  systemGetMsrs(system: SystemHandle, indices: readonly number[]): KvmMsr[];
  systemCreateVm(system: SystemHandle): VmHandle;
}

interface VmCalls {
  vmClose(vm: VmHandle): void;
  vmCheckExtension(vm: VmHandle, capability: number): number;
  vmEnableCap(vm: VmHandle, capability: number, flags: number, ...args: bigint[]): void;
  vmSetTssAddr(vm: VmHandle, address: bigint): void;
  vmSetIdentityMapAddr(vm: VmHandle, address: bigint): void;
  vmSetBootCpuId(vm: VmHandle, id: number): void;
  vmSetMemory(
    vm: VmHandle,
    slot: number,
    guestAddress: bigint,
    memory: MemoryHandle,
    offset: number,
    size: number,
    flags: number,
  ): void;
  vmDeleteMemory(vm: VmHandle, slot: number): void;
  vmGetDirtyLog(vm: VmHandle, slot: number): Uint8Array<ArrayBuffer>;
  vmClearDirtyLog(vm: VmHandle, slot: number, firstPage: number, pageCount: number, bitmap: Uint8Array): void;
  vmGetClock(vm: VmHandle): KvmClock;
  vmSetClock(vm: VmHandle, clock: KvmClock): void;
  vmCreateVcpu(vm: VmHandle, id: number): VcpuHandle;
}

interface InterruptCalls {
  vmCreateIrqchip(vm: VmHandle): void;
  vmGetIrqchip(vm: VmHandle, chip: number): KvmPicState | KvmIoapicState;
  vmSetIrqchip(vm: VmHandle, chip: number, state: KvmPicState | KvmIoapicState): void;
  vmCreatePit(vm: VmHandle, flags: number): void;
  vmGetPit(vm: VmHandle): KvmPitState;
  vmSetPit(vm: VmHandle, state: KvmPitState): void;
  vmIrqLine(vm: VmHandle, gsi: number, level: boolean): number;
  vmAssignIrqfd(vm: VmHandle, event: EventHandle, gsi: number, resample: EventHandle | undefined): void;
  vmDeassignIrqfd(vm: VmHandle, event: EventHandle, gsi: number): void;
  vmAssignIoeventfd(vm: VmHandle, event: EventHandle, ...where: IoeventfdPlace): void;
  vmDeassignIoeventfd(vm: VmHandle, event: EventHandle, ...where: IoeventfdPlace): void;
  vmSetGsiRouting(vm: VmHandle, routes: readonly object[]): void;
  vmSignalMsi(vm: VmHandle, address: bigint, data: number): number;
}

/** Whether it is a port, the address, the length of the write (0: any), the value to match. */
export type IoeventfdPlace = [port: boolean, address: bigint, size: number, match: bigint | undefined];

interface VcpuCalls {
  vcpuClose(vcpu: VcpuHandle): void;
  vcpuRun(vcpu: VcpuHandle, answer: ExitAnswer): Promise<KvmExit>;
  vcpuStop(vcpu: VcpuHandle): void;
  vcpuClearStop(vcpu: VcpuHandle): void;
  vcpuGetCpuid(vcpu: VcpuHandle): KvmCpuidEntry[];
  vcpuSetCpuid(vcpu: VcpuHandle, entries: readonly KvmCpuidEntry[]): void;
  vcpuGetTscKhz(vcpu: VcpuHandle): number;
  vcpuSetTscKhz(vcpu: VcpuHandle, khz: number): void;
  vcpuEnableCap(vcpu: VcpuHandle, capability: number, flags: number, ...args: bigint[]): void;
  vcpuKvmclockCtrl(vcpu: VcpuHandle): void;
  vcpuNmi(vcpu: VcpuHandle): void;
  vcpuInterrupt(vcpu: VcpuHandle, vector: number): void;
  vcpuSetGuestDebug(vcpu: VcpuHandle, control: number, debugRegisters: readonly bigint[]): void;
  vcpuTranslate(vcpu: VcpuHandle, address: bigint): KvmTranslation;
}

interface VcpuStateCalls {
  vcpuGetRegs(vcpu: VcpuHandle): KvmRegs;
  vcpuSetRegs(vcpu: VcpuHandle, regs: KvmRegs): void;
  vcpuGetSregs(vcpu: VcpuHandle): KvmSregs;
  vcpuSetSregs(vcpu: VcpuHandle, sregs: KvmSregs): void;
  vcpuGetSregs2(vcpu: VcpuHandle): KvmSregs2;
  vcpuSetSregs2(vcpu: VcpuHandle, sregs: KvmSregs2): void;
  vcpuGetFpu(vcpu: VcpuHandle): KvmFpu;
  vcpuSetFpu(vcpu: VcpuHandle, fpu: KvmFpu): void;
  vcpuGetDebugregs(vcpu: VcpuHandle): KvmDebugRegs;
  vcpuSetDebugregs(vcpu: VcpuHandle, regs: KvmDebugRegs): void;
  vcpuGetEvents(vcpu: VcpuHandle): KvmVcpuEvents;
  vcpuSetEvents(vcpu: VcpuHandle, events: KvmVcpuEvents): void;
  vcpuGetXsave(vcpu: VcpuHandle): Uint8Array<ArrayBuffer>;
  vcpuGetXsave2(vcpu: VcpuHandle): Uint8Array<ArrayBuffer>;
  vcpuSetXsave(vcpu: VcpuHandle, area: Uint8Array): void;
  vcpuGetXcrs(vcpu: VcpuHandle): KvmXcr[];
  vcpuSetXcrs(vcpu: VcpuHandle, xcrs: readonly KvmXcr[]): void;
  vcpuGetMpState(vcpu: VcpuHandle): number;
  vcpuSetMpState(vcpu: VcpuHandle, state: number): void;
  vcpuGetLapic(vcpu: VcpuHandle): Uint8Array<ArrayBuffer>;
  vcpuSetLapic(vcpu: VcpuHandle, lapic: Uint8Array): void;
  vcpuGetMsrs(vcpu: VcpuHandle, indices: readonly number[]): KvmMsr[];
  vcpuSetMsrs(vcpu: VcpuHandle, msrs: readonly KvmMsr[]): number;
}

interface MemoryCalls {
  memoryCreate(size: number): [handle: MemoryHandle, buffer: ArrayBuffer];
  memoryClose(memory: MemoryHandle, buffer: ArrayBuffer): void;
}

interface EventCalls {
  eventCreate(): EventHandle;
  eventClose(event: EventHandle): void;
  eventAdd(event: EventHandle, count: bigint): void;
  eventTake(event: EventHandle): bigint;
  /** Undefined when the wait was cancelled. */
  eventWait(event: EventHandle): Promise<bigint | undefined>;
  eventCancelWait(event: EventHandle): void;
}

/** The binding half of kvm.node: one function per ioctl. */
export interface KvmCalls
  extends SystemCalls,
    VmCalls,
    InterruptCalls,
    VcpuCalls,
    VcpuStateCalls,
    MemoryCalls,
    EventCalls {}
