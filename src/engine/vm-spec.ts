import type { DiskFormat } from '../image/types.js';
import type { XenGuestType } from './hypervisor-report.js';

/** The ways of running VMs that this library knows. */
export type EngineName = 'kvm' | 'qemu' | 'xen' | 'libvirt';

/** What executes the guest: hardware virtualization by KVM or Xen, or software emulation. */
export type Hypervisor = 'kvm' | 'xen' | 'emulated';

/** Direct boot of a Linux kernel. All paths are on the host. */
export interface KernelBoot {
  readonly type: 'kernel';
  /** bzImage or ELF vmlinux. */
  readonly kernel: string;
  /** The same kernel unpacked to an ELF with a PVH entry, when known: boots without the decompressor. */
  readonly vmlinux?: string;
  readonly initrd?: string;
  /** Command line words, in order; the engine adds its console and what its machine needs. */
  readonly cmdline: readonly string[];
}

/** Firmware boot of the first disk. */
export interface DiskBoot {
  readonly type: 'disk';
  readonly firmware: 'bios' | 'uefi';
}

export interface DiskSpec {
  /** On the host. */
  readonly path: string;
  readonly format: DiskFormat;
  /**
   * `overlay`: the guest writes to a copy-on-write file that dies with the VM and `path` is never written;
   * `write`: the guest writes to `path` itself; `read`: the guest cannot write.
   */
  readonly access: 'overlay' | 'write' | 'read';
  /** Bytes the guest sees when larger than the file; overlays only. */
  readonly size?: number;
  /** It is made with the VM, from {@link Engine.create}'s `seed`, and dies with it: the engine decides where. */
  readonly seed?: true;
}

export type NetworkSpec =
  | { readonly type: 'none' }
  /** NAT in user space: no rights on the host needed; the guest reaches out, nobody reaches in. */
  | { readonly type: 'user'; readonly restrict: boolean }
  | { readonly type: 'tap'; readonly device: string; readonly mac: string }
  | ({ readonly type: 'bridge' } & BridgedInterface);

/** An interface on a bridge of the host. */
export interface BridgedInterface {
  readonly bridge: string;
  readonly mac: string;
  /** Bytes a second that the guest may send; feature `networkRate`. */
  readonly rateLimit?: number;
  /** Program of the host that connects the interface, instead of the hypervisor's own; feature `networkScript`. */
  readonly script?: string;
}

/** `preserve`: it is kept, stopped, to be looked at. */
export type StopAction = 'destroy' | 'restart' | 'preserve';

/** A complete, normalised description of one VM. Engines see this and never the user's options. Plain JSON. */
export interface VmSpec {
  readonly id: string;
  /** Unique on its host. */
  readonly name: string;
  /** What the user called the image, for lists. */
  readonly image: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** `auto`: hardware help where it works, else emulation. */
  readonly hypervisor: Hypervisor | 'auto';
  /** Whether the VM's process is locked in; false only where a user asked for it. */
  readonly jail: boolean;
  /** The fewest devices and no PCI bus; absent: the engine's usual machine. */
  readonly profile?: 'minimal';
  /** How the guest sees its machine; absent: the best that the engine has for what it boots. */
  readonly machine?: XenGuestType;
  /** What becomes of it when the guest stops by itself; absent: `destroy`, `restart`, `destroy`. */
  readonly onPoweroff?: StopAction;
  readonly onReboot?: StopAction;
  readonly onCrash?: StopAction;
  /** Folder of the host for what the memory of a crashed guest was; absent: it is not kept. */
  readonly coreDumps?: string;
  readonly cpuShares?: number;
  readonly cpuLimit?: number;
  /** For each of its CPUs, in order, those of the host on which it may run; absent: all. */
  readonly cpuAffinity?: readonly (readonly number[])[];
  /** Members for libxenlight's own configuration of the domain, laid over ours. */
  readonly libxl?: Readonly<Record<string, unknown>>;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly boot: KernelBoot | DiskBoot;
  /** In guest order: vda, vdb, … */
  readonly disks: readonly DiskSpec[];
  readonly network: NetworkSpec;
  /** Addresses of the host's PCI devices that are the guest's alone: `0000:03:00.0`. */
  readonly pci?: readonly string[];
  /** Whether a vmwright agent will answer on the agent channel; `qemu`: QEMU's guest agent on a channel of its own. */
  readonly agent: boolean | 'qemu';
  /** Made, but not started. */
  readonly paused?: true;
  /** Lives on when its creator ends. */
  readonly detached: boolean;
  /** Defaults for commands run in the guest; kept so that a later program that attaches uses the same. */
  readonly exec: {
    readonly env: Readonly<Record<string, string>>;
    readonly user?: string;
  };
  readonly labels: Readonly<Record<string, string>>;
}
