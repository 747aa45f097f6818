import { loadKvmAddon } from '../kvm-addon.js';
import type { SystemHandle } from './calls.js';
import type { KvmCpuidEntry, KvmMsr } from './machine-state.js';
import { KvmVm } from './vm.js';

/** Options of {@link Kvm.open}. */
export interface KvmOpenOptions {
  /** @default '/dev/kvm' */
  readonly device?: string;
}

/**
 * /dev/kvm itself. One method per ioctl; every one throws a `VmError` with code KVM_ERROR, `errno` and `call` when
 * the kernel refuses, and with code VM_STATE after {@link close}. Linux on x86-64 only. KVM api.rst, "system ioctls".
 */
export class Kvm implements Disposable {
  readonly #addon = loadKvmAddon();
  readonly #handle: SystemHandle;

  private constructor(device: string) {
    this.#handle = this.#addon.systemOpen(device);
  }

  /**
   * Opens the device.
   *
   * @throws VmError KVM_ERROR with errno ENOENT (no KVM here), EACCES (not for this user), …; NATIVE_UNAVAILABLE when
   *   kvm.node does not load here.
   */
  static open(options: KvmOpenOptions = {}): Kvm {
    return new Kvm(options.device ?? '/dev/kvm');
  }

  /** 12 on every Linux of the last decade. KVM api.rst 4.1 KVM_GET_API_VERSION. */
  apiVersion(): number {
    return this.#addon.systemApiVersion(this.#handle);
  }

  /**
   * 0 when unsupported, else a positive number whose meaning depends on the capability.
   * KVM api.rst 4.4 KVM_CHECK_EXTENSION.
   *
   * @param capability A number of `KvmCap`.
   */
  checkExtension(capability: number): number {
    return this.#addon.systemCheckExtension(this.#handle, capability);
  }

  /** Bytes that a vCPU shares with the kernel. KVM api.rst 4.5 KVM_GET_VCPU_MMAP_SIZE. */
  vcpuMmapSize(): number {
    return this.#addon.systemVcpuMmapSize(this.#handle);
  }

  /** The CPU features that KVM can give to a guest here, for {@link KvmVcpu.setCpuid}. KVM_GET_SUPPORTED_CPUID. */
  supportedCpuid(): KvmCpuidEntry[] {
    return this.#addon.systemSupportedCpuid(this.#handle);
  }

  /** The MSRs that a vCPU has and a snapshot must save. KVM api.rst 4.3 KVM_GET_MSR_INDEX_LIST. */
  msrIndexList(): number[] {
    return this.#addon.systemMsrIndexList(this.#handle);
  }

  /** The MSRs that describe features of the host. KVM_GET_MSR_FEATURE_INDEX_LIST. */
  msrFeatureIndexList(): number[] {
    return this.#addon.systemMsrFeatureIndexList(this.#handle);
  }

  /** Feature MSRs; ends before the first that KVM refuses. KVM api.rst 4.18 KVM_GET_MSRS. */
  getMsrs(indices: readonly number[]): KvmMsr[] {
    return this.#addon.systemGetMsrs(this.#handle, indices);
  }

  /** A VM without memory, devices and CPUs. It does not need this object any more. KVM api.rst 4.2 KVM_CREATE_VM. */
  createVm(): KvmVm {
    return new KvmVm(this.#addon.systemCreateVm(this.#handle));
  }

  /** Closes the device; VMs live on. Again: nothing. */
  close(): void {
    this.#addon.systemClose(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
