import type { OptionError, VmError } from '../../core/errors.js';
import { loadAddon } from '../load-addon.js';

/** A C++ object; xen.node checks by a tag that it is one of its own. */
export type XenHandle = object & { readonly xen: 'handle' };

/** struct xen_domctl_getdomaininfo: pages of 4 KiB, nanoseconds. */
export interface RawDomain {
  readonly domid: number;
  readonly flags: number;
  readonly totPages: bigint;
  readonly maxPages: bigint;
  readonly outstandingPages: bigint;
  readonly shrPages: bigint;
  readonly pagedPages: bigint;
  readonly sharedInfoFrame: bigint;
  readonly cpuTime: bigint;
  readonly nrOnlineVcpus: number;
  readonly maxVcpuId: number;
  readonly ssidref: number;
  readonly handle: Uint8Array;
  readonly cpupool: number;
  readonly gpaddrBits: number;
  readonly emulationFlags: number;
  readonly miscFlags: number;
}

/** struct xen_domctl_getvcpuinfo */
export interface RawVcpu {
  readonly vcpu: number;
  readonly online: number;
  readonly blocked: number;
  readonly running: number;
  readonly cpuTime: bigint;
  readonly cpu: number;
}

/** struct xen_sysctl_physinfo */
export interface RawPhysInfo {
  readonly threadsPerCore: number;
  readonly coresPerSocket: number;
  readonly nrCpus: number;
  readonly maxCpuId: number;
  readonly nrNodes: number;
  readonly maxNodeId: number;
  readonly cpuKhz: number;
  readonly capabilities: number;
  readonly totalPages: bigint;
  readonly freePages: bigint;
  readonly scrubPages: bigint;
  readonly outstandingPages: bigint;
  readonly maxMfn: bigint;
  readonly hwCap: readonly number[];
}

/** XENVER_version and its like. */
export interface RawVersion {
  readonly major: number;
  readonly minor: number;
  readonly extra: string;
  readonly changeset: string;
  readonly capabilities: string;
  readonly commandLine: string;
  readonly compiler: string;
  readonly compiledBy: string;
  readonly compiledIn: string;
  readonly compiledAt: string;
  readonly buildId: string;
}

/** struct xen_sysctl_cputopo */
export interface RawCpuTopology {
  readonly core: number;
  readonly socket: number;
  readonly node: number;
}

export interface RawNuma {
  /** struct xen_sysctl_meminfo, bytes. */
  readonly nodes: readonly { readonly size: bigint; readonly free: bigint }[];
  readonly distances: readonly number[];
}

export interface RawCpupool {
  readonly id: number;
  readonly scheduler: number;
  readonly domains: number;
  readonly cpus: number[];
}

export interface RawPoolSettings {
  readonly scheduler: number;
  readonly timesliceMs?: number;
  readonly ratelimitUs?: number;
  readonly migrationDelayUs?: number;
}

export interface RawShare {
  readonly scheduler: number;
  readonly weight: number;
  readonly cap: number;
}

export interface RawAffinity {
  readonly hard: number[];
  readonly soft: number[];
}

/** xen.node, as native/addon/xenctrl exports it. */
export interface XenAddon {
  initialize(errorClass: typeof VmError, optionErrorClass: typeof OptionError): void;
  open(sysfs: string): Promise<XenHandle>;
  close(xen: XenHandle): void;
  interfaceVersions(xen: XenHandle): [domctl: number, sysctl: number];
  version(xen: XenHandle): Promise<RawVersion>;
  physInfo(xen: XenHandle): Promise<RawPhysInfo>;
  cpuTopology(xen: XenHandle): Promise<RawCpuTopology[]>;
  cpuIdle(xen: XenHandle): Promise<bigint[]>;
  numa(xen: XenHandle): Promise<RawNuma>;
  readConsole(
    xen: XenHandle,
    since: number | undefined,
    clear: boolean,
  ): Promise<{ text: string; next: number }>;
  sendDebugKeys(xen: XenHandle, keys: string): Promise<void>;
  setWatchdog(xen: XenHandle, id: number, seconds: number): Promise<number>;
  listDomains(xen: XenHandle): Promise<RawDomain[]>;
  domainInfo(xen: XenHandle, domid: number): Promise<RawDomain | undefined>;
  sampleDomains(xen: XenHandle): Promise<{ info: RawDomain; vcpus: RawVcpu[] }[]>;
  /** Of each disk: domid, device, requests to read, to write, to flush, sectors read, written. */
  diskCounters(devices: string): Promise<Float64Array>;
  pause(xen: XenHandle, domid: number): Promise<void>;
  unpause(xen: XenHandle, domid: number): Promise<void>;
  setMaxMemory(xen: XenHandle, domid: number, kib: bigint): Promise<void>;
  highestFrame(xen: XenHandle, domid: number): Promise<bigint>;
  translate(xen: XenHandle, domid: number, vcpu: number, address: bigint): Promise<bigint | undefined>;
  readMemory(
    xen: XenHandle,
    domid: number,
    address: bigint,
    length: number,
  ): Promise<Uint8Array<ArrayBuffer>>;
  readVirtual(
    xen: XenHandle,
    domid: number,
    vcpu: number,
    address: bigint,
    length: number,
  ): Promise<Uint8Array<ArrayBuffer>>;
  listVcpus(xen: XenHandle, domid: number): Promise<RawVcpu[]>;
  affinity(xen: XenHandle, domid: number, vcpu: number): Promise<RawAffinity>;
  setAffinity(
    xen: XenHandle,
    domid: number,
    vcpu: number,
    hard: readonly number[] | undefined,
    soft: readonly number[] | undefined,
  ): Promise<RawAffinity>;
  listCpupools(xen: XenHandle): Promise<RawCpupool[]>;
  poolSettings(xen: XenHandle, cpupool: number): Promise<RawPoolSettings>;
  share(xen: XenHandle, domid: number): Promise<RawShare>;
  setShare(
    xen: XenHandle,
    domid: number,
    weight: number | undefined,
    cap: number | undefined,
  ): Promise<RawShare>;
}

/** xen.node, loaded on first use. Throws NATIVE_UNAVAILABLE with every place tried and the fix. */
export function loadXenAddon(): XenAddon {
  return loadAddon<XenAddon>('xen');
}
