// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import type { TypedParams } from '../typed-params.js';
import type { Domain } from './domain.js';
import type { DomainState, DomainBlockJobType, DomainControlState, DomainControlErrorReason, DomainDiskErrorCode, DomainEventGraphicsAddressType, IPAddrType, StoragePoolState, StorageVolType } from './enums.js';

/** `virDomainBlockInfo` */
export interface DomainBlockInfo {
  /** logical size in bytes of the image (how much storage the guest will see) */
  readonly capacity: bigint;
  /** host storage in bytes occupied by the image (such as highest allocated extent if there are no holes, similar to 'du') */
  readonly allocation: bigint;
  /** host physical size in bytes of the image container (last offset, similar to 'ls') */
  readonly physical: bigint;
}

/** `virDomainBlockJobInfo` */
export interface DomainBlockJobInfo {
  /** virDomainBlockJobType */
  readonly type: DomainBlockJobType;
  /** The following fields provide an indication of block job progress. `cur` indicates the current position and will be between 0 and `end`. `end` is the final cursor position for this operation and represents completion. To approximate progress, divide `cur` by `end`. */
  readonly bandwidth: bigint;
  readonly cur: bigint;
  readonly end: bigint;
}

/** `virDomainBlockStatsStruct` */
export interface DomainBlockStats {
  /** number of read requests */
  readonly rdReq: bigint;
  /** number of read bytes */
  readonly rdBytes: bigint;
  /** number of write requests */
  readonly wrReq: bigint;
  /** number of written bytes */
  readonly wrBytes: bigint;
  /** In Xen this returns the mysterious 'oo_req'. */
  readonly errs: bigint;
}

/** `virDomainControlInfo` */
export interface DomainControlInfo {
  /** control state, one of virDomainControlState */
  readonly state: DomainControlState;
  /** state details, currently 0 except for ERROR state (one of virDomainControlErrorReason) */
  readonly details: DomainControlErrorReason;
  /** for how long (in msec) control interface has been in current state (except for OK and ERROR states) */
  readonly stateTime: bigint;
}

/** `virDomainDiskError` */
export interface DomainDiskError {
  /** disk target */
  readonly disk: string | null;
  /** virDomainDiskErrorCode */
  readonly error: DomainDiskErrorCode;
}

/** `virDomainEventGraphicsAddress` */
export interface DomainEventGraphicsAddress {
  /** Address family, virDomainEventGraphicsAddressType */
  readonly family: DomainEventGraphicsAddressType;
  /** Address of node (eg IP address, or UNIX path) */
  readonly node: string | null;
  /** Service name/number (eg TCP port, or NULL) */
  readonly service: string | null;
}

/** `virDomainFSInfo` */
export interface DomainFSInfo {
  /** path to mount point */
  readonly mountpoint: string | null;
  /** device name in the guest (e.g. "sda1") */
  readonly name: string | null;
  /** filesystem type */
  readonly fstype: string | null;
  /** array of disk device aliases */
  readonly devAlias: string[];
}

/** `virDomainIOThreadInfo` */
export interface DomainIOThreadInfo {
  /** IOThread ID */
  readonly iothreadId: number;
  /** CPU map for thread. A pointer to an array of real CPUs (in 8-bit bytes) */
  readonly cpumap: number[];
}

/** `virDomainInfo` */
export interface DomainInfo {
  /** the running state, one of virDomainState */
  readonly state: DomainState;
  /** the maximum memory in KBytes allowed */
  readonly maxMem: bigint;
  /** the memory in KBytes used by the domain */
  readonly memory: bigint;
  /** the number of virtual CPUs for the domain */
  readonly nrVirtCpu: number;
  /** the CPU time used in nanoseconds */
  readonly cpuTime: bigint;
}

/** `virDomainIPAddress` */
export interface DomainIPAddress {
  /** virIPAddrType */
  readonly type: IPAddrType;
  /** IP address */
  readonly addr: string | null;
  /** IP address prefix */
  readonly prefix: number;
}

/** `virDomainInterface` */
export interface DomainInterface {
  /** interface name */
  readonly name: string | null;
  /** hardware address, may be NULL */
  readonly hwaddr: string | null;
  /** array of IP addresses */
  readonly addrs: DomainIPAddress[];
}

/** `virDomainInterfaceStatsStruct` */
export interface DomainInterfaceStats {
  readonly rxBytes: bigint;
  readonly rxPackets: bigint;
  readonly rxErrs: bigint;
  readonly rxDrop: bigint;
  readonly txBytes: bigint;
  readonly txPackets: bigint;
  readonly txErrs: bigint;
  readonly txDrop: bigint;
}

/** `virDomainJobInfo` */
export interface DomainJobInfo {
  /** Time is measured in milliseconds */
  readonly type: number;
  /** Always set */
  readonly timeElapsed: bigint;
  /** Only for VIR_DOMAIN_JOB_BOUNDED Data is measured in bytes unless otherwise specified and is measuring the job as a whole. For VIR_DOMAIN_JOB_UNBOUNDED, dataTotal may be less than the final sum of dataProcessed + dataRemaining in the event that the hypervisor has to repeat some data, such as due to dirtied pages during migration. For VIR_DOMAIN_JOB_BOUNDED, dataTotal shall always equal the sum of dataProcessed + dataRemaining. */
  readonly timeRemaining: bigint;
  readonly dataTotal: bigint;
  readonly dataProcessed: bigint;
  /** As above, but only tracking guest memory progress */
  readonly dataRemaining: bigint;
  readonly memTotal: bigint;
  readonly memProcessed: bigint;
  /** As above, but only tracking guest disk file progress */
  readonly memRemaining: bigint;
  readonly fileTotal: bigint;
  readonly fileProcessed: bigint;
  readonly fileRemaining: bigint;
}

/** `virDomainMemoryStatStruct` */
export interface DomainMemoryStat {
  readonly tag: number;
  readonly val: bigint;
}

/** `virDomainStatsRecord` */
export interface DomainStatsRecord {
  readonly domain: Domain;
  readonly params: TypedParams;
}

/** `virNetworkDHCPLease` */
export interface NetworkDHCPLease {
  /** Network interface name */
  readonly iface: string | null;
  /** Seconds since epoch */
  readonly expirytime: bigint;
  /** virIPAddrType */
  readonly type: IPAddrType;
  /** MAC address */
  readonly mac: string | null;
  /** IAID */
  readonly iaid: string | null;
  /** IP address */
  readonly ipaddr: string | null;
  /** IP address prefix */
  readonly prefix: number;
  /** Hostname */
  readonly hostname: string | null;
  /** Client ID or DUID */
  readonly clientid: string | null;
}

/** `virNodeInfo` */
export interface NodeInfo {
  /** string indicating the CPU model */
  readonly model: string;
  /** memory size in kilobytes */
  readonly memory: bigint;
  /** the number of active CPUs */
  readonly cpus: number;
  /** expected CPU frequency, 0 if not known or on unusual architectures */
  readonly mhz: number;
  /** the number of NUMA cell, 1 for unusual NUMA topologies or uniform memory access; check capabilities XML for the actual NUMA topology */
  readonly nodes: number;
  /** number of CPU sockets per node if nodes \> 1, 1 in case of unusual NUMA topology */
  readonly sockets: number;
  /** number of cores per socket, total number of processors in case of unusual NUMA topology */
  readonly cores: number;
  /** number of threads per core, 1 in case of unusual numa topology */
  readonly threads: number;
}

/** `virSecurityLabel` */
export interface SecurityLabel {
  /** security label string */
  readonly label: string;
  /** 1 if security policy is being enforced for domain */
  readonly enforcing: number;
}

/** `virSecurityModel` */
export interface SecurityModel {
  /** security model string */
  readonly model: string;
  /** domain of interpretation */
  readonly doi: string;
}

/** `virStoragePoolInfo` */
export interface StoragePoolInfo {
  /** virStoragePoolState flags */
  readonly state: StoragePoolState;
  /** Logical size bytes */
  readonly capacity: bigint;
  /** Current allocation bytes */
  readonly allocation: bigint;
  /** Remaining free space bytes */
  readonly available: bigint;
}

/** `virStorageVolInfo` */
export interface StorageVolInfo {
  /** virStorageVolType flags */
  readonly type: StorageVolType;
  /** Logical size bytes */
  readonly capacity: bigint;
  /** Current allocation bytes */
  readonly allocation: bigint;
}
