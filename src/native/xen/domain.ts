import type { RawDomain, RawVcpu } from './addon.js';

/** Bytes of a page. All of Xen on x86 counts in these. */
export const PAGE_SIZE = 4096;

/** @internal Bytes of so many pages. */
export const bytesOf = (pages: bigint): number => Number(pages) * PAGE_SIZE;

/** Why a domain stopped, as it said itself. Xen's sched.h, SHUTDOWN_*. */
export type XenShutdownReason =
  | 'poweroff'
  | 'reboot'
  | 'suspend'
  | 'crash'
  | 'watchdog'
  | 'soft-reset'
  | 'unknown';

const SHUTDOWN_REASONS: readonly XenShutdownReason[] = [
  'poweroff',
  'reboot',
  'suspend',
  'crash',
  'watchdog',
  'soft-reset',
];

/** A domain, as the hypervisor knows it. Xen's domctl.h, struct xen_domctl_getdomaininfo. */
export interface XenDomainInfo {
  readonly domid: number;
  /** The UUID that the toolstack gave it; of domain 0 all zeros, mostly. */
  readonly uuid: string;
  /** Hardware-assisted: both HVM and PVH guests. Xen does not tell these apart. */
  readonly hvm: boolean;
  /** Its memory is virtualised by the CPU (nested paging). */
  readonly hap: boolean;
  /** One of its vCPUs runs at this moment. */
  readonly running: boolean;
  /** All of its vCPUs wait for something. */
  readonly blocked: boolean;
  /** Paused by somebody outside. */
  readonly paused: boolean;
  /** It has stopped by itself and waits for its toolstack. */
  readonly shutdown: boolean;
  /** Why, when `shutdown`. */
  readonly shutdownReason?: XenShutdownReason;
  /** It is being destroyed; some of its memory may still be in use by others. */
  readonly dying: boolean;
  /** A debugger holds it. */
  readonly debugged: boolean;
  /** Xenstore runs in it. */
  readonly xenstore: boolean;
  /** Nanoseconds of CPU time of all its vCPUs since it was created. */
  readonly cpuTimeNs: bigint;
  /** vCPUs that are on. */
  readonly onlineVcpus: number;
  /** The highest number of a vCPU that it has, on or off; undefined without any. */
  readonly maxVcpuId?: number;
  /** Bytes that it has. */
  readonly memory: number;
  /** Bytes that it may have at most. */
  readonly maxMemory: number;
  /** Bytes that were promised to it and are not given yet. */
  readonly claimedMemory: number;
  /** Bytes that it shares with other domains. */
  readonly sharedMemory: number;
  /** Bytes that were paged out. */
  readonly pagedMemory: number;
  /** The number of its CPU pool. */
  readonly cpupool: number;
  /** Bits of its physical addresses. */
  readonly addressBits: number;
  /** Its security label as the XSM module knows it. */
  readonly ssidref: number;
  /** The frame of its shared info page. */
  readonly sharedInfoFrame: bigint;
  /** What the hypervisor emulates for it: XEN_X86_EMU_* of Xen's arch-x86/xen.h. 0 for PV. */
  readonly emulationFlags: number;
}

/** A vCPU. Xen's domctl.h, struct xen_domctl_getvcpuinfo. */
export interface XenVcpuInfo {
  readonly vcpu: number;
  readonly online: boolean;
  /** It waits for an event. */
  readonly blocked: boolean;
  /** It runs at this moment. */
  readonly running: boolean;
  /** Nanoseconds. */
  readonly cpuTimeNs: bigint;
  /** The physical CPU that it runs or last ran on. */
  readonly cpu: number;
}

/** A domain with its vCPUs. */
export interface XenDomainSample extends XenDomainInfo {
  readonly vcpus: readonly XenVcpuInfo[];
}

/** XEN_DOMINF_* */
const FLAG = {
  dying: 1 << 0,
  hvm: 1 << 1,
  shutdown: 1 << 2,
  paused: 1 << 3,
  blocked: 1 << 4,
  running: 1 << 5,
  debugged: 1 << 6,
  xenstore: 1 << 7,
  hap: 1 << 8,
} as const;
const REASON_SHIFT = 16;
const REASON_MASK = 255;
/** XEN_INVALID_MAX_VCPU_ID */
const NO_VCPU = 0xffffffff;

/** @internal */
export function toUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @internal */
export function shutdownReason(number: number): XenShutdownReason {
  return SHUTDOWN_REASONS[number] ?? 'unknown';
}

/** @internal */
export function toDomainInfo(raw: RawDomain): XenDomainInfo {
  const has = (flag: number) => (raw.flags & flag) !== 0;
  const shutdown = has(FLAG.shutdown);
  return {
    domid: raw.domid,
    uuid: toUuid(raw.handle),
    hvm: has(FLAG.hvm),
    hap: has(FLAG.hap),
    running: has(FLAG.running),
    blocked: has(FLAG.blocked),
    paused: has(FLAG.paused),
    shutdown,
    ...(shutdown ? { shutdownReason: shutdownReason((raw.flags >>> REASON_SHIFT) & REASON_MASK) } : {}),
    dying: has(FLAG.dying),
    debugged: has(FLAG.debugged),
    xenstore: has(FLAG.xenstore),
    cpuTimeNs: raw.cpuTime,
    onlineVcpus: raw.nrOnlineVcpus,
    ...(raw.maxVcpuId === NO_VCPU ? {} : { maxVcpuId: raw.maxVcpuId }),
    memory: bytesOf(raw.totPages),
    maxMemory: bytesOf(raw.maxPages),
    claimedMemory: bytesOf(raw.outstandingPages),
    sharedMemory: bytesOf(raw.shrPages),
    pagedMemory: bytesOf(raw.pagedPages),
    cpupool: raw.cpupool,
    addressBits: raw.gpaddrBits,
    ssidref: raw.ssidref,
    sharedInfoFrame: raw.sharedInfoFrame,
    emulationFlags: raw.emulationFlags,
  };
}

/** @internal */
export function toVcpuInfo(raw: RawVcpu): XenVcpuInfo {
  return {
    vcpu: raw.vcpu,
    online: raw.online !== 0,
    blocked: raw.blocked !== 0,
    running: raw.running !== 0,
    cpuTimeNs: raw.cpuTime,
    cpu: raw.cpu,
  };
}
