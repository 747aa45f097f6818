import type { CallOptions } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { Size } from '../core/size.js';
import type { XenGuestType } from '../engine/hypervisor-report.js';
import type { EngineName, Hypervisor, StopAction } from '../engine/vm-spec.js';
import type { DiskFormat, ImageSource } from '../image/types.js';
import type { SshOptions } from '../remote/index.js';
import type { CloudInitOptions } from './cloud-init.js';
import type { VmEvent } from './vm-events.js';

/** A disk besides the image's own; seen by the guest as the next of /dev/vdb, /dev/vdc, … */
export interface DiskOptions {
  /** File or block device on this machine. */
  path: string;
  /** @default from the file's magic bytes */
  format?: DiskFormat;
  /**
   * `overlay`: the guest's writes go to a copy-on-write file that dies with the VM; `write`: to the file itself;
   * `read`: refused.
   * @default 'overlay'
   */
  access?: 'overlay' | 'write' | 'read';
  /** What the guest sees, when larger than the file; overlays only. */
  size?: Size;
}

/**
 * How the guest reaches a network.
 * - `'user'`: NAT in user space, no rights needed. The guest reaches what this machine reaches, **its loopback
 *   services at 10.0.2.2 included**; nobody reaches the guest except through {@link VmOptions.ports}.
 * - `'isolated'`: an interface that leads nowhere.
 * - `'none'`: no interface. Choose this for untrusted code; exec, files and ports work all the same.
 * - tap or bridge: a device that exists on the host; the guest asks it for an address by DHCP.
 */
export type NetworkOption = 'user' | 'isolated' | 'none' | { tap: string; mac?: string } | BridgeOptions;

/** An interface of the guest on a bridge. */
export interface BridgeOptions {
  /** Of the host. */
  bridge: string;
  /** @default a random one */
  mac?: string;
  /**
   * Bytes a second that the guest may send, over time: bursts of 128 KiB pass. At least 1 KiB. What it receives is not limited:
   * engine xen.
   * @default no limit
   */
  rateLimit?: Size;
  /**
   * Program of the host that connects the interface, by its absolute path, in the way of those in /etc/xen/scripts: engine xen.
   * @default vif-bridge of Xen
   */
  script?: string;
}

/** A local port that leads to one in the guest. */
export interface PortOptions {
  /** Port inside the guest. */
  guestPort: number;
  /** Address inside the guest. @default '127.0.0.1' */
  guestHost?: string;
  /** Local port; 0 takes any free one. @default 0 */
  hostPort?: number;
  /** Local address to listen on. @default '127.0.0.1' */
  hostAddress?: string;
}

/** CPUs of the host, counted from 0, on which all CPUs of a VM may run; or a list of them for each CPU of the VM, in order. */
export type CpuAffinity = readonly number[] | readonly (readonly number[])[];

/** Options of `createVm`. */
export interface VmOptions extends CallOptions {
  /** Unique on the host: letters, digits, `.`, `_`, `-`, at most 63. @default the generated id */
  name?: string;
  /**
   * What to boot: `'base'` (kernel, busybox and agent, in memory), `'debian:12'` (a Debian root file system with
   * systemd), or own files, see docs/images.md.
   * @default 'base'
   */
  image?: ImageSource;
  /** Virtual CPUs, 1 to 255. @default 1 */
  cpus?: number;
  /** Guest memory; the host gives it out page by page as the guest touches it. @default '512MiB' */
  memory?: Size;
  /** What the guest sees of the image's root disk, when larger than the image. */
  diskSize?: Size;
  /** Disks after the image's own. @default [] */
  disks?: DiskOptions[];
  /**
   * Configuration for images with cloud-init in them, on a small disk after all others that only this VM has. It is on the VM's host,
   * readable for its owner alone, for as long as the VM is.
   * @default there is no such disk
   */
  cloudInit?: CloudInitOptions;
  /** @default 'user' */
  network?: NetworkOption;
  /**
   * PCI devices of the host that are the guest's alone, by their addresses: `0000:03:00.0`. The host must have given them up
   * (`xl pci-assignable-add`) and have an IOMMU: engine xen, machines pv and hvm.
   * @default []
   */
  pci?: string[];
  /** Local ports that lead into the guest, open when `createVm` returns. @default [] */
  ports?: PortOptions[];
  /** Directories of this machine in the guest. Not yet supported: `VM_UNSUPPORTED`. */
  mounts?: { hostPath: string; guestPath: string; readOnly?: boolean }[];
  /** Environment of every command run in the guest; values never reach logs or argv on the host. @default {} */
  env?: Record<string, string>;
  /** User (name or uid) that commands in the guest run as. @default root */
  user?: string;
  /** Words added to the kernel command line. @default [] */
  cmdline?: string[];
  /** Free text kept with the VM and shown in lists. @default {} */
  labels?: Record<string, string>;
  /** @default the best that works on the host */
  hypervisor?: Hypervisor;
  /** @default the best that works on the host */
  engine?: EngineName;
  /**
   * `minimal`: a machine without a PCI bus, whose devices are virtio-mmio: fewer exits and less for a guest to attack, but
   * one interrupt per device. For kernels that are booted directly and have the driver virtio_mmio, under KVM.
   * @default 'standard'
   */
  profile?: 'standard' | 'minimal';
  /**
   * How a guest of Xen sees its machine: paravirtualized, a PC without firmware, or a whole PC, which
   * starts whole disks only for now. VM_UNSUPPORTED elsewhere.
   * @default 'hvm' for whole disks, else 'pvh'
   */
  machine?: XenGuestType;
  /** What becomes of the VM when the guest powers itself off: engine xen. @default 'destroy' */
  onPoweroff?: StopAction;
  /** When it reboots: engine xen. @default 'restart' */
  onReboot?: StopAction;
  /** When it crashes; `preserve` keeps it for {@link Vm.dumpCore}: engine xen. @default 'destroy' */
  onCrash?: StopAction;
  /**
   * A folder of the host, made when it is missing. When the guest crashes, its memory is written there first, as by {@link Vm.dumpCore}, to
   * a file with the name of the VM and the time; the event `crashed` names it. Feature `coreDump`.
   * @default none is written
   */
  coreDumps?: string;
  /** Weight against other VMs when the host's CPUs are busy, 1 to 65535: engine xen. @default 256 */
  cpuShares?: number;
  /** CPUs that it may use at most, 0.5 for half of one: engine xen. @default no limit */
  cpuLimit?: number;
  /** CPUs of the host, from 0, on which it may run; or such a list for each of its CPUs: engine xen. @default all */
  cpuAffinity?: CpuAffinity;
  /**
   * Members for libxenlight's configuration of the domain (libxl_domain_config, as `xl list -l` prints it), laid over what the
   * other options make: for what Xen can and this library has no word for.
   */
  libxl?: Record<string, unknown>;
  /**
   * `false` runs the VM's process with all rights of its user: no seccomp filters, and with the engine kvm no namespaces, empty root or
   * user of its own. Only for finding faults with a debugger; `vm.stats()` tells of it.
   * @default true
   */
  jail?: boolean;
  /**
   * Where the VM runs: `'local'`, `ssh://user@name:port`, or a libvirt, `libvirt+qemu:///system` or `libvirt+qemu+ssh://user@name/system`.
   * @default 'local'
   */
  host?: string;
  /** How to log in to an `ssh://` host. @default as `ssh` does: config file, agent, keys, known_hosts */
  ssh?: SshOptions;
  /** Once `createVm` returned, the VM lives on when this program ends; find it again with `getVm`. @default false */
  detached?: boolean;
  /**
   * `createVm` returns as soon as the VM is made, and its CPUs stand still until {@link Vm.resume}; then it boots, and calls that need
   * the guest wait for it. Feature `createPaused`.
   * @default false
   */
  paused?: boolean;
  /** Milliseconds until the guest must answer, image building included. @default 300000 */
  timeout?: number;
  /** Steps of long work: downloads, image builds, uploads to the host. */
  onProgress?: ProgressListener;
  /** Everything that happens to the VM, from the first moment on. */
  onEvent?: (event: VmEvent) => void;
}

/** What every command in the guest takes. */
export interface CommandOptions extends CallOptions {
  /** Added to the VM's `env`. */
  env?: Record<string, string>;
  /** @default the user's home */
  cwd?: string;
  /** @default the VM's `user` */
  user?: string;
}

/** Options of `vm.exec`. */
export interface ExecOptions extends CommandOptions {
  /** Bytes for standard input. @default empty */
  input?: string | Uint8Array;
  /** `'buffer'` gives stdout and stderr as Buffers. @default 'utf8' */
  encoding?: 'utf8' | 'buffer';
  /** Reject with `EXEC_FAILED` unless the command exits with 0. @default false */
  check?: boolean;
  /** Largest stdout or stderr kept, in bytes; more kills the command with `OUTPUT_TOO_LARGE`. @default 64 MiB */
  maxBuffer?: Size;
  /** Milliseconds until the command is killed in the guest. @default no limit */
  timeout?: number;
}

/** Options of `vm.spawn`. */
export interface SpawnOptions extends CommandOptions {
  /** Run it on a pseudo-terminal of that size; stderr then arrives on stdout. */
  pty?: { columns: number; rows: number };
}

/** How `vm.stop()` goes about it. */
export interface StopOptions extends CallOptions {
  /** Milliseconds the guest gets to shut down before it is destroyed. @default 30000 */
  grace?: number;
}
