import type { VcpuState } from './generated/enums.js';

/** A virtual CPU of a running domain, and the CPUs of the host on which it may run. */
export interface VcpuWithMap {
  readonly number: number;
  readonly state: VcpuState;
  /** CPU time used, in nanoseconds. */
  readonly cpuTime: bigint;
  /** The CPU of the host on which it runs; negative when none is known. */
  readonly cpu: number;
  readonly cpumap: number[];
}

/** The CPUs of a host. */
export interface NodeCpuMap {
  /** How many there are, offline ones included. */
  readonly cpus: number;
  /** The numbers of the online ones. */
  readonly online: number[];
}

/** What QEMU answered; `files` are descriptors that are now this process's to close. */
export interface MonitorReply {
  readonly result: string | null;
  readonly files: number[];
}
