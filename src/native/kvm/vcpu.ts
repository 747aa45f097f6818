import { runOperation } from '../../core/operation.js';
import { loadKvmAddon } from '../kvm-addon.js';
import { indexOfName, nameOfIndex } from './address.js';
import type { VcpuHandle } from './calls.js';
import { KVM_MP_STATES, type KvmMpState } from './constants.js';
import type { KvmExit } from './exit.js';
import type { KvmCpuidEntry, KvmMsr, KvmTranslation } from './machine-state.js';
import type {
  KvmDebugRegs,
  KvmFpu,
  KvmRegs,
  KvmSregs,
  KvmSregs2,
  KvmVcpuEvents,
  KvmXcr,
} from './registers.js';
import { answerOf, guestDebug, type KvmExitHandlers, type KvmGuestDebug, type KvmRunOptions } from './run.js';

/**
 * A virtual CPU. It runs on a thread of its own and comes to JavaScript exit by exit: {@link run} answers the last
 * exit and resolves with the next, {@link serve} and {@link exits} are loops around it.
 *
 * Everything else is one method per ioctl, to be called while the guest does not run: between an exit and the next
 * run. They throw a `VmError` with code KVM_ERROR, `errno` and `call` when the kernel refuses, VM_STATE while the
 * guest runs and after {@link close}, and an `OptionError` for an impossible argument. KVM api.rst, "vcpu ioctls".
 */
export class KvmVcpu implements Disposable {
  readonly id: number;
  readonly #addon = loadKvmAddon();
  readonly #handle: VcpuHandle;
  #exit: KvmExit | undefined; // the one that JavaScript deals with
  #stopWanted = false; // stop() was called and has ended no run yet

  /** @internal Use {@link KvmVm.createVcpu}. */
  constructor(handle: VcpuHandle, id: number) {
    this.#handle = handle;
    this.id = id;
  }

  /**
   * Gives the guest the answer to the last exit and lets it run to the next. A run under way keeps the process alive.
   * KVM api.rst 4.10 KVM_RUN.
   *
   * @throws VmError ABORTED or TIMEOUT, once the guest has stopped: it can run on. VM_STATE when it runs already,
   *   VM_STOPPED when the vCPU is closed meanwhile, KVM_ERROR when KVM_RUN fails (EFAULT: page tables or code in
   *   memory that cannot be read).
   */
  run(options: KvmRunOptions = {}): Promise<KvmExit> {
    if (options.signal === undefined && options.timeout === undefined) return this.#step();
    return runOperation('KvmVcpu.run', options, (op) => this.#step(op.signal));
  }

  /**
   * Runs the guest, exit by exit: `for await (const exit of vcpu.exits())`. The body deals with the exit before the
   * guest runs on. Ends on {@link stop} and on `break`; throws what {@link run} throws.
   */
  async *exits(options: Pick<KvmRunOptions, 'signal'> = {}): AsyncGenerator<KvmExit, void, void> {
    for (;;) {
      const exit = await this.run(options);
      if (exit.type === 'interrupted') return;
      yield exit;
    }
  }

  /**
   * Runs the guest and calls the handler of each exit; resolves with the first exit that has none, which is
   * `interrupted` after {@link stop}. What a handler throws rejects the call. Throws what {@link run} throws.
   */
  serve(handlers: KvmExitHandlers, options: KvmRunOptions = {}): Promise<KvmExit> {
    return runOperation('KvmVcpu.serve', options, async (op) => {
      const signal = options.signal === undefined && options.timeout === undefined ? undefined : op.signal;
      for (;;) {
        const exit = await this.#step(signal);
        const handler = exit.type === 'interrupted' ? undefined : handlers[exit.type];
        if (handler === undefined) return exit;
        await (handler as (exit: KvmExit) => void | Promise<void>)(exit);
      }
    });
  }

  /** Ends the run under way, or else the next one, with an `interrupted` exit. */
  stop(): void {
    this.#addon.vcpuStop(this.#handle);
    this.#stopWanted = true;
  }

  /**
   * Gives the guest the answer to the last exit without running it further, as is needed before its registers are
   * saved or replaced. Resolves with another exit when the same instruction has more of them, else with `undefined`.
   * KVM api.rst section 5, note on KVM_EXIT_IO.
   */
  async completeIo(): Promise<KvmExit | undefined> {
    this.stop();
    const exit = await this.run();
    if (exit.type === 'interrupted') return undefined;
    this.#stopWanted = false;
    this.#addon.vcpuClearStop(this.#handle);
    return exit;
  }

  async #step(signal?: AbortSignal): Promise<KvmExit> {
    signal?.throwIfAborted();
    const running = this.#addon.vcpuRun(this.#handle, answerOf(this.#exit));
    this.#exit = undefined;
    const onAbort = () => this.#addon.vcpuStop(this.#handle);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const exit = await running;
      return this.#settle(exit, signal);
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** An abort that came too late leaves the exit to the caller, and must not end the next run. */
  #settle(exit: KvmExit, signal: AbortSignal | undefined): KvmExit {
    if (exit.type === 'interrupted') {
      if (!this.#stopWanted) signal?.throwIfAborted();
      this.#stopWanted = false;
      return exit;
    }
    if (signal?.aborted === true && !this.#stopWanted) this.#addon.vcpuClearStop(this.#handle);
    this.#exit = exit;
    return exit;
  }

  /** KVM api.rst 4.11 KVM_GET_REGS. */
  getRegs(): KvmRegs {
    return this.#addon.vcpuGetRegs(this.#handle);
  }

  /** All registers: `setRegs({ ...vcpu.getRegs(), rip: 0n })`. KVM api.rst 4.12 KVM_SET_REGS. */
  setRegs(regs: KvmRegs): void {
    this.#addon.vcpuSetRegs(this.#handle, regs);
  }

  /** KVM api.rst 4.13 KVM_GET_SREGS. */
  getSregs(): KvmSregs {
    return this.#addon.vcpuGetSregs(this.#handle);
  }

  /** KVM api.rst 4.14 KVM_SET_SREGS. */
  setSregs(sregs: KvmSregs): void {
    this.#addon.vcpuSetSregs(this.#handle, sregs);
  }

  /** Needs capability SREGS2. KVM_GET_SREGS2. */
  getSregs2(): KvmSregs2 {
    return this.#addon.vcpuGetSregs2(this.#handle);
  }

  /** Needs capability SREGS2. KVM_SET_SREGS2. */
  setSregs2(sregs: KvmSregs2): void {
    this.#addon.vcpuSetSregs2(this.#handle, sregs);
  }

  /** KVM api.rst 4.20 KVM_GET_FPU. */
  getFpu(): KvmFpu {
    return this.#addon.vcpuGetFpu(this.#handle);
  }

  /** KVM api.rst 4.21 KVM_SET_FPU. */
  setFpu(fpu: KvmFpu): void {
    this.#addon.vcpuSetFpu(this.#handle, fpu);
  }

  /** 4096 bytes in the layout of the XSAVE instruction. Needs capability XSAVE. KVM_GET_XSAVE. */
  getXsave(): Uint8Array<ArrayBuffer> {
    return this.#addon.vcpuGetXsave(this.#handle);
  }

  /** The same in the size that capability XSAVE2 of the VM says. KVM_GET_XSAVE2. */
  getXsave2(): Uint8Array<ArrayBuffer> {
    return this.#addon.vcpuGetXsave2(this.#handle);
  }

  /** What {@link getXsave} or {@link getXsave2} gave; bytes that are missing at the end are 0. KVM_SET_XSAVE. */
  setXsave(area: Uint8Array): void {
    this.#addon.vcpuSetXsave(this.#handle, area);
  }

  /** Needs capability XCRS. KVM_GET_XCRS. */
  getXcrs(): KvmXcr[] {
    return this.#addon.vcpuGetXcrs(this.#handle);
  }

  /** Needs capability XCRS. KVM_SET_XCRS. */
  setXcrs(xcrs: readonly KvmXcr[]): void {
    this.#addon.vcpuSetXcrs(this.#handle, xcrs);
  }

  /** Needs capability DEBUGREGS. KVM_GET_DEBUGREGS. */
  getDebugRegs(): KvmDebugRegs {
    return this.#addon.vcpuGetDebugregs(this.#handle);
  }

  /** Needs capability DEBUGREGS. KVM_SET_DEBUGREGS. */
  setDebugRegs(regs: KvmDebugRegs): void {
    this.#addon.vcpuSetDebugregs(this.#handle, regs);
  }

  /** KVM_GET_VCPU_EVENTS. */
  getVcpuEvents(): KvmVcpuEvents {
    return this.#addon.vcpuGetEvents(this.#handle);
  }

  /** KVM_SET_VCPU_EVENTS. */
  setVcpuEvents(events: KvmVcpuEvents): void {
    this.#addon.vcpuSetEvents(this.#handle, events);
  }

  /** KVM api.rst 4.38 KVM_GET_MP_STATE. */
  getMpState(): KvmMpState {
    return nameOfIndex(KVM_MP_STATES, this.#addon.vcpuGetMpState(this.#handle), 'MP state');
  }

  /** KVM api.rst 4.39 KVM_SET_MP_STATE. */
  setMpState(state: KvmMpState): void {
    this.#addon.vcpuSetMpState(this.#handle, indexOfName(KVM_MP_STATES, state, 'state'));
  }

  /** The local APIC's registers: 1024 bytes, register n at 16 n. Needs the irqchip. KVM_GET_LAPIC. */
  getLapic(): Uint8Array<ArrayBuffer> {
    return this.#addon.vcpuGetLapic(this.#handle);
  }

  /** KVM_SET_LAPIC. */
  setLapic(registers: Uint8Array): void {
    this.#addon.vcpuSetLapic(this.#handle, registers);
  }

  /** Ends before the first that KVM refuses. KVM api.rst 4.18 KVM_GET_MSRS. */
  getMsrs(indices: readonly number[]): KvmMsr[] {
    return this.#addon.vcpuGetMsrs(this.#handle, indices);
  }

  /** The number written: fewer than given when KVM refuses one. KVM api.rst 4.19 KVM_SET_MSRS. */
  setMsrs(msrs: readonly KvmMsr[]): number {
    return this.#addon.vcpuSetMsrs(this.#handle, msrs);
  }

  /** KVM_GET_CPUID2. */
  getCpuid(): KvmCpuidEntry[] {
    return this.#addon.vcpuGetCpuid(this.#handle);
  }

  /** What the guest's `cpuid` says; before the first run. KVM_SET_CPUID2. */
  setCpuid(entries: readonly KvmCpuidEntry[]): void {
    this.#addon.vcpuSetCpuid(this.#handle, entries);
  }

  /** Kilohertz. KVM_GET_TSC_KHZ. */
  getTscKhz(): number {
    return this.#addon.vcpuGetTscKhz(this.#handle);
  }

  /** Needs capability TSC_CONTROL for another frequency than the host's. KVM_SET_TSC_KHZ. */
  setTscKhz(khz: number): void {
    this.#addon.vcpuSetTscKhz(this.#handle, khz);
  }

  /** Turns on what is off by default; up to four `args`. KVM api.rst 4.37 KVM_ENABLE_CAP and section 6. */
  enableCap(capability: number, args: readonly bigint[] = [], flags = 0): void {
    const four = [args[0] ?? 0n, args[1] ?? 0n, args[2] ?? 0n, args[3] ?? 0n];
    this.#addon.vcpuEnableCap(this.#handle, capability, flags, ...four);
  }

  /** Tells the guest's kvmclock that it was paused. EINVAL when the guest has none. KVM_KVMCLOCK_CTRL. */
  kvmclockCtrl(): void {
    this.#addon.vcpuKvmclockCtrl(this.#handle);
  }

  /** Queues a non-maskable interrupt. Needs capability USER_NMI. KVM_NMI. */
  nmi(): void {
    this.#addon.vcpuNmi(this.#handle);
  }

  /** Queues an external interrupt; only without in-kernel irqchip. KVM api.rst 4.16 KVM_INTERRUPT. */
  interrupt(vector: number): void {
    this.#addon.vcpuInterrupt(this.#handle, vector);
  }

  /** Makes the guest stop with `debug` exits; no options: never more. KVM_SET_GUEST_DEBUG. */
  setGuestDebug(options?: KvmGuestDebug): void {
    this.#addon.vcpuSetGuestDebug(this.#handle, ...guestDebug(options));
  }

  /** Follows the guest's page tables. KVM api.rst 4.15 KVM_TRANSLATE. */
  translate(linearAddress: bigint): KvmTranslation {
    return this.#addon.vcpuTranslate(this.#handle, linearAddress);
  }

  /** Stops the guest and its thread; a run under way rejects with VM_STOPPED. Again: nothing. */
  close(): void {
    this.#addon.vcpuClose(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
