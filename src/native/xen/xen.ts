import { OptionError } from '../../core/errors.js';
import { parseSize, type Size } from '../../core/size.js';
import { loadXenAddon, type XenAddon, type XenHandle } from './addon.js';
import { toAddress, toLength, type XenAddress } from './address.js';
import { CallQueue } from './call-queue.js';
import {
  toDomainInfo,
  toVcpuInfo,
  type XenDomainInfo,
  type XenDomainSample,
  type XenVcpuInfo,
} from './domain.js';
import {
  toCpus,
  toNumaNodes,
  toPhysicalInfo,
  toVersion,
  type XenConsoleText,
  type XenCpu,
  type XenNumaNode,
  type XenPhysicalInfo,
  type XenVersion,
} from './host.js';
import {
  toCpupool,
  toSettings,
  toShare,
  type XenCpupool,
  type XenSchedulerSettings,
  type XenShare,
} from './scheduler.js';
import { readTraffic, type XenVbdStats, type XenVifStats } from './traffic.js';
import { checkSeconds, XenWatchdog } from './watchdog.js';

/** Where a vCPU runs: numbers of physical CPUs. */
export interface XenAffinity {
  /** Where it may run. */
  readonly hard: readonly number[];
  /** Where it had better run. */
  readonly soft: readonly number[];
}

/** A domain, its vCPUs, and what went through the backends of this domain. */
export interface XenDomainStats extends XenDomainSample {
  readonly vifs: readonly XenVifStats[];
  /** Disks of blkback; those that QEMU serves are not among them. */
  readonly vbds: readonly XenVbdStats[];
}

/** Options of {@link Xen.open}. */
export interface XenOpenOptions {
  /** Where the kernel shows the hypervisor that it runs on. @default '/sys/hypervisor' */
  readonly sysfs?: string;
}

const KIB = 1024n;
const MAX_WEIGHT = 65_535;
/** 65535 means "leave it" to the hypervisor. */
const MAX_CAP = 65_534;

function checkRange(value: number | undefined, least: number, most: number, what: string): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new OptionError(`${what} must be an integer from ${least} to ${most}, not ${value}`);
}

/**
 * The hypervisor below this domain, through the libxenctrl of its own release: for dom0. Calls run off the main thread,
 * one after another; each rejects with a VmError of code XEN_ERROR, with `errno` and `call`, when the hypervisor refuses
 * (ESRCH: there is no such domain), and with VM_STATE after {@link close}. What a call means in detail is said in Xen's
 * xenctrl.h and domctl.h, sysctl.h; docs/xen-binding.md lists which is which.
 */
export class Xen implements AsyncDisposable {
  readonly #addon: XenAddon;
  readonly #handle: XenHandle;
  readonly #calls = new CallQueue('the Xen handle');

  private constructor(addon: XenAddon, handle: XenHandle) {
    this.#addon = addon;
    this.#handle = handle;
  }

  /**
   * Finds out which release of Xen runs, and loads its libxenctrl.
   *
   * @throws VmError ENGINE_UNAVAILABLE with the reason: no Xen below this kernel, a release that is not known, no
   *   library, no rights, not dom0; NATIVE_UNAVAILABLE when xen.node does not load here.
   */
  static async open(options: XenOpenOptions = {}): Promise<Xen> {
    const addon = loadXenAddon();
    return new Xen(addon, await addon.open(options.sysfs ?? '/sys/hypervisor'));
  }

  /** What the hypervisor is. xc_version */
  version(): Promise<XenVersion> {
    return this.#call(async (addon, handle) =>
      toVersion(await addon.version(handle), addon.interfaceVersions(handle)),
    );
  }

  /** The machine and its memory. xc_physinfo */
  physicalInfo(): Promise<XenPhysicalInfo> {
    return this.#call(async (addon, handle) => toPhysicalInfo(await addon.physInfo(handle)));
  }

  /** Where each CPU is that is on. xc_cputopoinfo */
  cpus(): Promise<XenCpu[]> {
    return this.#call(async (addon, handle) => toCpus(await addon.cpuTopology(handle)));
  }

  /** Nanoseconds that each CPU had nothing to do since the machine booted, by its number. xc_getcpuinfo */
  cpuIdleNs(): Promise<bigint[]> {
    return this.#call((addon, handle) => addon.cpuIdle(handle));
  }

  /** The NUMA nodes and how far they are from each other. xc_numainfo */
  numaNodes(): Promise<XenNumaNode[]> {
    return this.#call(async (addon, handle) => toNumaNodes(await addon.numa(handle)));
  }

  /** xc_cpupool_getinfo for each of them. */
  cpupools(): Promise<XenCpupool[]> {
    return this.#call(async (addon, handle) => (await addon.listCpupools(handle)).map(toCpupool));
  }

  /** All domains by number: one hypercall for up to 256 of them. xc_domain_getinfolist */
  domains(): Promise<XenDomainInfo[]> {
    return this.#call(async (addon, handle) => (await addon.listDomains(handle)).map(toDomainInfo));
  }

  /** One domain; undefined when there is none of that number. xc_domain_getinfolist */
  domain(domid: number): Promise<XenDomainInfo | undefined> {
    return this.#call(async (addon, handle) => {
      const raw = await addon.domainInfo(handle, domid);
      return raw && toDomainInfo(raw);
    });
  }

  /** All domains with the CPU time of each vCPU: one hypercall more for each vCPU. */
  sample(): Promise<XenDomainSample[]> {
    return this.#call(async (addon, handle) =>
      (await addon.sampleDomains(handle)).map(({ info, vcpus }) => ({
        ...toDomainInfo(info),
        vcpus: vcpus.map(toVcpuInfo),
      })),
    );
  }

  /** {@link sample} with the counters of the network interfaces and disks that have their backend in this domain. */
  async stats(): Promise<XenDomainStats[]> {
    const [samples, { vifs, vbds }] = await Promise.all([this.sample(), readTraffic()]);
    return samples.map((sample) => ({
      ...sample,
      vifs: vifs.get(sample.domid) ?? [],
      vbds: vbds.get(sample.domid) ?? [],
    }));
  }

  /** Stops all vCPUs of a domain. Xen counts: as many unpauses are needed as there were pauses. xc_domain_pause */
  pause(domid: number): Promise<void> {
    return this.#call((addon, handle) => addon.pause(handle, domid));
  }

  /** xc_domain_unpause */
  unpause(domid: number): Promise<void> {
    return this.#call((addon, handle) => addon.unpause(handle, domid));
  }

  /**
   * The most memory that the domain may get from now on; what it has above that stays. It does not move its balloon.
   * xc_domain_setmaxmem
   *
   * @param size Rounded down to KiB.
   */
  async setMaxMemory(domid: number, size: Size): Promise<void> {
    const kib = BigInt(parseSize(size, 'size')) / KIB;
    await this.#call((addon, handle) => addon.setMaxMemory(handle, domid, kib));
  }

  /** The vCPUs of a domain by number, also those that are off. xc_vcpu_getinfo for each of them. */
  vcpus(domid: number): Promise<XenVcpuInfo[]> {
    return this.#call(async (addon, handle) => (await addon.listVcpus(handle, domid)).map(toVcpuInfo));
  }

  /** xc_vcpu_getaffinity */
  affinity(domid: number, vcpu: number): Promise<XenAffinity> {
    return this.#call((addon, handle) => addon.affinity(handle, domid, vcpu));
  }

  /**
   * Says where a vCPU may run and where it had better run; what is not given stays. Resolves with what is in force then:
   * the hypervisor leaves out CPUs that the domain's pool does not have. xc_vcpu_setaffinity
   */
  setAffinity(
    domid: number,
    vcpu: number,
    wanted: { readonly hard?: readonly number[]; readonly soft?: readonly number[] },
  ): Promise<XenAffinity> {
    return this.#call((addon, handle) => addon.setAffinity(handle, domid, vcpu, wanted.hard, wanted.soft));
  }

  /** How the scheduler of a pool is set. xc_sched_credit_params_get, xc_sched_credit2_params_get */
  schedulerSettings(cpupool = 0): Promise<XenSchedulerSettings> {
    return this.#call(async (addon, handle) => toSettings(await addon.poolSettings(handle, cpupool)));
  }

  /**
   * A domain's weight and cap. xc_sched_credit_domain_get, xc_sched_credit2_domain_get
   *
   * @throws VmError VM_UNSUPPORTED when its scheduler has none: only credit and credit2 have.
   */
  share(domid: number): Promise<XenShare> {
    return this.#call(async (addon, handle) => toShare(await addon.share(handle, domid)));
  }

  /** Sets weight, cap or both, and resolves with what is in force then. */
  async setShare(domid: number, { weight, cap }: Partial<Omit<XenShare, 'scheduler'>>): Promise<XenShare> {
    checkRange(weight, 1, MAX_WEIGHT, 'weight');
    checkRange(cap, 0, MAX_CAP, 'cap');
    return this.#call(async (addon, handle) => toShare(await addon.setShare(handle, domid, weight, cap)));
  }

  /**
   * The hypervisor's log, what `xl dmesg` shows. xc_readconsolering
   *
   * @param options.since Only from that place on: `next` of an earlier call. @default all that it still has
   * @param options.clear Later calls without `since`, also those of others, start behind it. @default false
   */
  readConsole(options: { readonly since?: number; readonly clear?: boolean } = {}): Promise<XenConsoleText> {
    return this.#call((addon, handle) => addon.readConsole(handle, options.since, options.clear ?? false));
  }

  /** Presses keys at the hypervisor's console, such as `h` for help; the answers go to its log. xc_send_debug_keys */
  sendDebugKeys(keys: string): Promise<void> {
    return this.#call((addon, handle) => addon.sendDebugKeys(handle, keys));
  }

  /**
   * Reads memory of a domain without stopping it. The pages are mapped read-only and copied.
   * xenforeignmemory_map
   *
   * @param address A physical address of a PVH or HVM guest. **A PV guest has none of its own: there it is a machine
   *   address**, which {@link translate} gives.
   * @param length At most 64 MiB.
   * @throws VmError XEN_ERROR with the frame that has no memory.
   */
  async readMemory(domid: number, address: XenAddress, length: Size): Promise<Uint8Array<ArrayBuffer>> {
    const [from, bytes] = [toAddress(address), toLength(length)];
    return this.#call((addon, handle) => addon.readMemory(handle, domid, from, bytes));
  }

  /**
   * Reads memory at an address that a vCPU uses, by way of its page tables. Of any kind of guest.
   * xc_translate_foreign_address, xenforeignmemory_map
   *
   * @throws VmError XEN_ERROR with errno EFAULT where nothing is mapped.
   */
  async readVirtual(
    domid: number,
    vcpu: number,
    address: XenAddress,
    length: Size,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const [from, bytes] = [toAddress(address), toLength(length)];
    return this.#call((addon, handle) => addon.readVirtual(handle, domid, vcpu, from, bytes));
  }

  /**
   * The number of the 4 KiB frame behind an address that a vCPU uses; undefined where nothing is mapped.
   * xc_translate_foreign_address
   */
  async translate(domid: number, vcpu: number, address: XenAddress): Promise<bigint | undefined> {
    const from = toAddress(address);
    return this.#call((addon, handle) => addon.translate(handle, domid, vcpu, from));
  }

  /** The highest guest frame that the domain ever had. xc_domain_maximum_gpfn */
  highestFrame(domid: number): Promise<bigint> {
    return this.#call((addon, handle) => addon.highestFrame(handle, domid));
  }

  /**
   * Starts a watchdog over this domain: **domain 0, and the machine with it, is reset** unless it is called every so many
   * seconds. xc_watchdog
   *
   * @throws VmError XEN_ERROR with errno ENOSPC when both of the domain are in use.
   */
  async startWatchdog(seconds: number): Promise<XenWatchdog> {
    const set = (id: number, time: number) =>
      this.#call((addon, handle) => addon.setWatchdog(handle, id, time));
    return new XenWatchdog(await set(0, checkSeconds(seconds)), seconds, set);
  }

  /** Lets go of the hypervisor when the calls so far are done. Watchdogs run on, so stop them before. Again is fine. */
  async close(): Promise<void> {
    await this.#calls.close();
    this.#addon.close(this.#handle);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #call<T>(call: (addon: XenAddon, handle: XenHandle) => Promise<T>): Promise<T> {
    return this.#calls.run(async () => call(this.#addon, this.#handle));
  }
}
