import type { RawCpuTopology, RawNuma, RawPhysInfo, RawVersion } from './addon.js';
import { bytesOf } from './domain.js';

/** What the hypervisor says of itself. Xen's version.h, XENVER_*. */
export interface XenVersion {
  readonly major: number;
  readonly minor: number;
  /** What follows: `.7`, `.0-rc1`. */
  readonly extra: string;
  /** All three: `4.17.7`. */
  readonly version: string;
  /** `date` and hash of the source it was built from. */
  readonly changeset: string;
  /** `xen-3.0-x86_64`, `hvm-3.0-x86_64`, …: the guests that it runs. */
  readonly capabilities: readonly string[];
  /** Its options at boot. */
  readonly commandLine: string;
  readonly compiler: string;
  readonly compiledBy: string;
  readonly compiledIn: string;
  readonly compiledAt: string;
  /** Hexadecimal; undefined when it was built without. */
  readonly buildId?: string;
  /** Of the control interfaces that this binding uses with it: XEN_DOMCTL_INTERFACE_VERSION, XEN_SYSCTL_INTERFACE_VERSION. */
  readonly domctlVersion: number;
  readonly sysctlVersion: number;
}

/** What the machine and the hypervisor can do together. Xen's sysctl.h, XEN_SYSCTL_PHYSCAP_*. */
export type XenHostCapability =
  | 'hvm'
  | 'pv'
  | 'directio'
  | 'hap'
  | 'shadow'
  | 'iommu-hap-pt-share'
  | 'vmtrace'
  | 'vpmu'
  | 'gnttab-v1'
  | 'gnttab-v2';

const CAPABILITIES: readonly XenHostCapability[] = [
  'hvm',
  'pv',
  'directio',
  'hap',
  'shadow',
  'iommu-hap-pt-share',
  'vmtrace',
  'vpmu',
  'gnttab-v1',
  'gnttab-v2',
];

/** The machine below the hypervisor. Xen's sysctl.h, struct xen_sysctl_physinfo. */
export interface XenPhysicalInfo {
  readonly threadsPerCore: number;
  readonly coresPerSocket: number;
  /** CPUs that are on. */
  readonly cpus: number;
  /** The highest number that a CPU can have. */
  readonly maxCpuId: number;
  /** NUMA nodes that are on. */
  readonly nodes: number;
  readonly maxNodeId: number;
  readonly cpuKhz: number;
  readonly capabilities: readonly XenHostCapability[];
  /** Bytes. */
  readonly totalMemory: number;
  /** Bytes that no domain has. */
  readonly freeMemory: number;
  /** Bytes that are free, but must be cleared before somebody gets them. */
  readonly scrubMemory: number;
  /** Bytes that were promised to domains and are not given yet. */
  readonly claimedMemory: number;
  /** The highest machine frame. */
  readonly maxFrame: bigint;
  /** CPUID words of features, as `xl info` shows them. */
  readonly hwCaps: readonly number[];
}

/** Where a CPU is. Xen's sysctl.h, struct xen_sysctl_cputopo. */
export interface XenCpu {
  readonly cpu: number;
  readonly core: number;
  readonly socket: number;
  readonly node: number;
}

/** A NUMA node. Xen's sysctl.h, struct xen_sysctl_meminfo. */
export interface XenNumaNode {
  readonly node: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes that no domain has. */
  readonly freeMemory: number;
  /** How far it is to each node by its number, 10 to itself, as in the firmware's SLIT; undefined where unknown. */
  readonly distances: readonly (number | undefined)[];
}

/** A piece of the hypervisor's log. */
export interface XenConsoleText {
  readonly text: string;
  /** The place after it, for the `since` of the next call. It wraps at 2 ** 32. */
  readonly next: number;
}

/** XEN_INVALID_CORE_ID and its like, XEN_INVALID_MEM_SZ, XEN_INVALID_NODE_DIST. */
const NONE = 0xffffffff;

/** @internal */
export function toVersion(raw: RawVersion, [domctl, sysctl]: readonly [number, number]): XenVersion {
  const { buildId, capabilities, ...rest } = raw;
  return {
    ...rest,
    version: `${raw.major}.${raw.minor}${raw.extra}`,
    capabilities: capabilities.split(' ').filter((word) => word !== ''),
    ...(buildId === '' ? {} : { buildId }),
    domctlVersion: domctl,
    sysctlVersion: sysctl,
  };
}

/** @internal */
export function toPhysicalInfo(raw: RawPhysInfo): XenPhysicalInfo {
  return {
    threadsPerCore: raw.threadsPerCore,
    coresPerSocket: raw.coresPerSocket,
    cpus: raw.nrCpus,
    maxCpuId: raw.maxCpuId,
    nodes: raw.nrNodes,
    maxNodeId: raw.maxNodeId,
    cpuKhz: raw.cpuKhz,
    capabilities: CAPABILITIES.filter((_, bit) => (raw.capabilities & (1 << bit)) !== 0),
    totalMemory: bytesOf(raw.totalPages),
    freeMemory: bytesOf(raw.freePages),
    scrubMemory: bytesOf(raw.scrubPages),
    claimedMemory: bytesOf(raw.outstandingPages),
    maxFrame: raw.maxMfn,
    hwCaps: raw.hwCap,
  };
}

/** @internal CPUs that are off have no place. */
export function toCpus(raw: readonly RawCpuTopology[]): XenCpu[] {
  return raw.map((place, cpu) => ({ cpu, ...place })).filter(({ core }) => core !== NONE);
}

/** @internal Numbers without a node are left out. */
export function toNumaNodes({ nodes, distances }: RawNuma): XenNumaNode[] {
  const distance = (from: number, to: number) => {
    const value = distances[from * nodes.length + to];
    return value === NONE ? undefined : value;
  };
  return nodes
    .map(({ size, free }, node) => ({
      node,
      memory: Number(size),
      freeMemory: Number(free),
      distances: nodes.map((_, to) => distance(node, to)),
    }))
    .filter(({ memory }) => memory !== NONE);
}
