import type { Hypervisor } from './vm-spec.js';

/** How a guest sees its machine: paravirtualized, a PC without firmware, or a whole PC. */
export type XenGuestType = 'pv' | 'pvh' | 'hvm';

/** The whole machine under a Xen: dom0, whose own CPUs and memory are those of the host's facts, has a part of it. */
export interface XenResources {
  /** Logical CPUs that Xen uses. */
  readonly cpus: number;
  /** Bytes of memory. */
  readonly memory: number;
  /** Bytes that neither a domain nor Xen itself has now: new guests are made of them. */
  readonly freeMemory: number;
  /** What shares out the CPUs, e.g. `credit2`. Of the pool in which domains begin; others may have their own. */
  readonly scheduler: string;
}

/** What is known of one hypervisor on a host, whether or not this library has an engine that drives it. */
export interface HypervisorReport {
  readonly name: Exclude<Hypervisor, 'emulated'>;
  /** It is there: the host runs under Xen, or has /dev/kvm. */
  readonly present: boolean;
  /** The user that this library runs as on the host can start guests with it. */
  readonly usable: boolean;
  /** Why it is usable or not, in one sentence. */
  readonly reason: string;
  /** A command or action that would make it usable. */
  readonly remedy?: string;
  /** Of Xen, e.g. `4.17.6`. */
  readonly version?: string;
  /** Of Xen: the host is the domain that controls the hypervisor, and not one of its guests. */
  readonly dom0?: boolean;
  /** Of a usable Xen. */
  readonly guestTypes?: readonly XenGuestType[];
  /** Of Xen: what `xl info` calls virt_caps, e.g. `hap`; absent when it cannot be asked. */
  readonly virtCaps?: readonly string[];
  /** Of Xen, from `xl info`; absent when it cannot be asked. */
  readonly resources?: XenResources;
}
