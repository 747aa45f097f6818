import { loadKvmAddon } from '../kvm-addon.js';
import { indexOfName, type KvmAddress, toAddress } from './address.js';
import type { IoeventfdPlace, VmHandle } from './calls.js';
import {
  KVM_IRQCHIPS,
  KvmCap,
  type KvmIrqchip,
  MEM_LOG_DIRTY_PAGES,
  MEM_READONLY,
  PIT_SPEAKER_DUMMY,
} from './constants.js';
import { eventHandle, type KvmEvent } from './event.js';
import type { KvmClock, KvmIoapicState, KvmPicState, KvmPitState } from './machine-state.js';
import { memoryHandle } from './memory.js';
import { KvmVcpu } from './vcpu.js';
import type {
  KvmIoeventfd,
  KvmIrqfdOptions,
  KvmMemoryRegion,
  KvmMsi,
  KvmPitOptions,
  KvmRoute,
} from './vm-options.js';

/**
 * A virtual machine. One method per ioctl; every one throws a `VmError` with code KVM_ERROR, `errno` and `call` when
 * the kernel refuses, VM_STATE after {@link close}, and an `OptionError` for an impossible argument.
 * KVM api.rst, "VM ioctls".
 */
export class KvmVm implements Disposable {
  readonly #addon = loadKvmAddon();
  readonly #handle: VmHandle;
  readonly #vcpus = new Set<KvmVcpu>();

  /** @internal Use {@link Kvm.createVm}. */
  constructor(handle: VmHandle) {
    this.#handle = handle;
  }

  /** As {@link Kvm.checkExtension}, for what differs from VM to VM. KVM api.rst 4.4 KVM_CHECK_EXTENSION. */
  checkExtension(capability: number): number {
    return this.#addon.vmCheckExtension(this.#handle, capability);
  }

  /** Turns on what is off by default; up to four `args`. KVM api.rst 4.37 KVM_ENABLE_CAP and section 7. */
  enableCap(capability: number, args: readonly bigint[] = [], flags = 0): void {
    const four = [args[0] ?? 0n, args[1] ?? 0n, args[2] ?? 0n, args[3] ?? 0n];
    this.#addon.vmEnableCap(this.#handle, capability, flags, ...four);
  }

  /** Three pages below 4 GiB, outside of memory, that KVM on Intel needs for real mode. KVM_SET_TSS_ADDR. */
  setTssAddr(address: KvmAddress): void {
    this.#addon.vmSetTssAddr(this.#handle, toAddress(address, 'address'));
  }

  /** One more such page; before the first vCPU. KVM_SET_IDENTITY_MAP_ADDR. */
  setIdentityMapAddr(address: KvmAddress): void {
    this.#addon.vmSetIdentityMapAddr(this.#handle, toAddress(address, 'address'));
  }

  /** The vCPU that begins in the reset state, all others wait for SIPI; before the first vCPU. @default 0 */
  setBootCpuId(id: number): void {
    this.#addon.vmSetBootCpuId(this.#handle, id);
  }

  /**
   * Gives the guest memory, or moves or resizes what is in the slot. KVM api.rst 4.35 KVM_SET_USER_MEMORY_REGION.
   *
   * @throws VmError KVM_ERROR with errno EEXIST when it overlaps another slot, EINVAL when it is not page-aligned.
   */
  setUserMemoryRegion(region: KvmMemoryRegion): void {
    const { slot, guestAddress, memory, offset = 0, size = memory.size - offset } = region;
    const flags = (region.logDirtyPages ? MEM_LOG_DIRTY_PAGES : 0) | (region.readonly ? MEM_READONLY : 0);
    const address = toAddress(guestAddress, 'guestAddress');
    this.#addon.vmSetMemory(this.#handle, slot, address, memoryHandle(memory), offset, size, flags);
  }

  /** Takes the memory of a slot from the guest. KVM_SET_USER_MEMORY_REGION with size 0. */
  deleteMemoryRegion(slot: number): void {
    this.#addon.vmDeleteMemory(this.#handle, slot);
  }

  /**
   * Which pages were written since the last call: bit n of byte m is page 8 m + n of the slot, which must have
   * `logDirtyPages`. KVM api.rst 4.8 KVM_GET_DIRTY_LOG.
   */
  getDirtyLog(slot: number): Uint8Array<ArrayBuffer> {
    return this.#addon.vmGetDirtyLog(this.#handle, slot);
  }

  /**
   * Clears the pages whose bits are set, the first bit being `firstPage`, a multiple of 64. Needs capability
   * MANUAL_DIRTY_LOG_PROTECT2, with which {@link getDirtyLog} clears nothing. KVM_CLEAR_DIRTY_LOG.
   */
  clearDirtyLog(slot: number, firstPage: number, pageCount: number, bitmap: Uint8Array): void {
    this.#addon.vmClearDirtyLog(this.#handle, slot, firstPage, pageCount, bitmap);
  }

  /**
   * A virtual CPU; after the irqchip. KVM api.rst 4.7 KVM_CREATE_VCPU.
   *
   * @param id Also its APIC id. @default 0
   * @throws VmError KVM_ERROR with errno EEXIST when the id is taken: vCPUs stay until the VM is closed.
   */
  createVcpu(id = 0): KvmVcpu {
    const vcpu = new KvmVcpu(this.#addon.vmCreateVcpu(this.#handle, id), id);
    this.#vcpus.add(vcpu);
    return vcpu;
  }

  /** Local APICs, I/O APIC and PICs in the kernel; before the first vCPU. KVM api.rst 4.24 KVM_CREATE_IRQCHIP. */
  createIrqchip(): void {
    this.#addon.vmCreateIrqchip(this.#handle);
  }

  /**
   * Local APICs in the kernel, the I/O APIC here: its interrupts are MSIs, its acknowledgements `ioapic-eoi` exits.
   * Before the first vCPU. KVM api.rst 7.5 KVM_CAP_SPLIT_IRQCHIP.
   *
   * @param pins Routes kept for the I/O APIC. @default 24
   */
  createSplitIrqchip(pins = 24): void {
    this.enableCap(KvmCap.SPLIT_IRQCHIP, [BigInt(pins)]);
  }

  /** KVM api.rst 4.26 KVM_GET_IRQCHIP. */
  getIrqchip(chip: 'ioapic'): KvmIoapicState;
  getIrqchip(chip: 'pic-master' | 'pic-slave'): KvmPicState;
  getIrqchip(chip: KvmIrqchip): KvmPicState | KvmIoapicState {
    return this.#addon.vmGetIrqchip(this.#handle, indexOfName(KVM_IRQCHIPS, chip, 'chip'));
  }

  /** KVM api.rst 4.27 KVM_SET_IRQCHIP. */
  setIrqchip(chip: 'ioapic', state: KvmIoapicState): void;
  setIrqchip(chip: 'pic-master' | 'pic-slave', state: KvmPicState): void;
  setIrqchip(chip: KvmIrqchip, state: KvmPicState | KvmIoapicState): void {
    this.#addon.vmSetIrqchip(this.#handle, indexOfName(KVM_IRQCHIPS, chip, 'chip'), state);
  }

  /** An 8254 timer in the kernel; after the irqchip. KVM api.rst 4.71 KVM_CREATE_PIT2. */
  createPit2(options: KvmPitOptions = {}): void {
    this.#addon.vmCreatePit(this.#handle, options.speakerDummy ? PIT_SPEAKER_DUMMY : 0);
  }

  /** KVM api.rst 4.72 KVM_GET_PIT2. */
  getPit2(): KvmPitState {
    return this.#addon.vmGetPit(this.#handle);
  }

  /** KVM api.rst 4.73 KVM_SET_PIT2. */
  setPit2(state: KvmPitState): void {
    this.#addon.vmSetPit(this.#handle, state);
  }

  /**
   * Raises or lowers an input of the irqchip. Returns how many CPUs got it: 0 when it joined one that is pending,
   * negative when it is masked. KVM api.rst 4.25 KVM_IRQ_LINE_STATUS.
   */
  irqLine(gsi: number, level: boolean): number {
    return this.#addon.vmIrqLine(this.#handle, gsi, level);
  }

  /** Makes each signal of `event` an interrupt on `gsi`, without JavaScript. KVM api.rst 4.75 KVM_IRQFD. */
  assignIrqfd(event: KvmEvent, gsi: number, options: KvmIrqfdOptions = {}): void {
    this.#addon.vmAssignIrqfd(
      this.#handle,
      eventHandle(event),
      gsi,
      options.resample && eventHandle(options.resample),
    );
  }

  /** KVM api.rst 4.75 KVM_IRQFD with KVM_IRQFD_FLAG_DEASSIGN. */
  deassignIrqfd(event: KvmEvent, gsi: number): void {
    this.#addon.vmDeassignIrqfd(this.#handle, eventHandle(event), gsi);
  }

  /** Makes the guest's writes there signal `event` in place of an exit. KVM api.rst 4.59 KVM_IOEVENTFD. */
  assignIoeventfd(event: KvmEvent, where: KvmIoeventfd): void {
    this.#addon.vmAssignIoeventfd(this.#handle, eventHandle(event), ...placeOf(where));
  }

  /** `where` as it was assigned. KVM api.rst 4.59 KVM_IOEVENTFD with KVM_IOEVENTFD_FLAG_DEASSIGN. */
  deassignIoeventfd(event: KvmEvent, where: KvmIoeventfd): void {
    this.#addon.vmDeassignIoeventfd(this.#handle, eventHandle(event), ...placeOf(where));
  }

  /** Replaces the table that says what each GSI is. KVM api.rst 4.52 KVM_SET_GSI_ROUTING. */
  setGsiRouting(routes: readonly KvmRoute[]): void {
    const entries = routes.map((route) =>
      'chip' in route
        ? { gsi: route.gsi, irqchip: indexOfName(KVM_IRQCHIPS, route.chip, 'chip'), pin: route.pin }
        : { gsi: route.gsi, address: toAddress(route.address, 'address'), data: route.data },
    );
    this.#addon.vmSetGsiRouting(this.#handle, entries);
  }

  /** Delivers a message-signalled interrupt; the number of CPUs that got it. KVM api.rst 4.70 KVM_SIGNAL_MSI. */
  signalMsi(message: KvmMsi): number {
    return this.#addon.vmSignalMsi(this.#handle, toAddress(message.address, 'address'), message.data);
  }

  /** KVM api.rst 4.29 KVM_GET_CLOCK. */
  getClock(): KvmClock {
    return this.#addon.vmGetClock(this.#handle);
  }

  /** KVM api.rst 4.30 KVM_SET_CLOCK. */
  setClock(clock: KvmClock): void {
    this.#addon.vmSetClock(this.#handle, clock);
  }

  /** Stops and closes its vCPUs (their runs reject with VM_STOPPED), then the VM. Again: nothing. */
  close(): void {
    for (const vcpu of this.#vcpus) vcpu.close();
    this.#vcpus.clear();
    this.#addon.vmClose(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function placeOf(where: KvmIoeventfd): IoeventfdPlace {
  const { size = 0, match } = where;
  if ('port' in where) return [true, toAddress(where.port, 'port'), size, match];
  return [false, toAddress(where.address, 'address'), size, match];
}
