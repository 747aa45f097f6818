import type { XenGuestType } from '../engine/hypervisor-report.js';
import type { KernelBoot, StopAction, VmSpec } from '../engine/vm-spec.js';
import {
  overlayFile,
  passtSocket,
  SLOTS,
  type Slot,
  type VmFolder,
  xenDiskName,
  xenKernelWords,
} from '../vm-process/index.js';
import { diskOf, type LibxlDisk, type LibxlNic, type LibxlPci, nicsOf, pciOf } from './devices.js';
import { overlaid } from './overlaid.js';

const KIB = 1024;
/** Guest memory comes in whole MiB: superpages are 2 MiB, and the tools of Xen show MiB. */
const MIB = 2 ** 20;

/** Of HVM guests: a PC without a screen; its first serial port is the console. */
const HARDWARE = {
  bios: 'seabios',
  boot: 'c',
  serial: 'pty',
  vga: { kind: 'none' },
  vnc: { enable: 'False' },
  nographic: 'True',
};

/** What vmwright-toolstack reads; docs/toolstack.md describes each member. */
export interface ToolstackConfig {
  readonly version: 1;
  readonly uuid: string;
  readonly name: string;
  /** JSON of {@link LibxlDomain}: libxenlight alone knows what else may be in it. */
  readonly domain: string;
  readonly memory: number;
  readonly disks: readonly string[];
  readonly shared: readonly { readonly path: string; readonly writable: boolean }[];
  readonly overlays: readonly string[];
  readonly console: { readonly socket: string; readonly log: string };
  readonly agents: readonly string[];
  readonly control: readonly string[];
  readonly passt?: string;
  readonly restore?: string;
  readonly incoming?: string;
  readonly kept?: string;
  readonly onPoweroff?: StopAction;
  readonly onReboot?: StopAction;
  readonly onCrash?: StopAction;
  readonly coreDumps?: string;
  readonly paused?: true;
  readonly detached: boolean;
}

/** The part of libxl_domain_config that is set here; names and spelling are libxenlight's. */
export interface LibxlDomain {
  readonly c_info: {
    readonly type: XenGuestType;
    readonly name: string;
    readonly uuid: string;
    readonly run_hotplug_scripts: 'True';
  };
  readonly b_info: {
    readonly max_vcpus: number;
    readonly avail_vcpus: readonly number[];
    readonly max_memkb: number;
    readonly target_memkb: number;
    /** Too little memory is an error before the domain is built, not in the middle. */
    readonly claim_mode: 'True';
    /** Absent: libxenlight's choice, which emulates the time stamp counter where the CPU's is not invariant. */
    readonly tsc_mode?: 'native';
    readonly sched_params?: { readonly weight?: number; readonly cap?: number };
    readonly vcpu_hard_affinity?: readonly (readonly number[])[];
    readonly kernel?: string;
    readonly ramdisk?: string;
    readonly cmdline?: string;
    readonly 'type.pv'?: object;
    readonly 'type.pvh'?: object;
    readonly 'type.hvm'?: object;
  };
  readonly disks: readonly LibxlDisk[];
  readonly nics: readonly LibxlNic[];
  readonly pcidevs?: readonly LibxlPci[];
}

/** What is decided for one VM besides its spec. */
export interface DomainPlan {
  readonly type: XenGuestType;
  readonly folder: VmFolder;
  /** Of the domain, in the usual form. */
  readonly uuid: string;
  /** Where vmwright-toolstack is on the host: libxl runs it for the interface of a user network, too. */
  readonly program: string;
  /** A saved VM, from which it goes on. */
  readonly saved?: string;
  /** Its guest comes from another host. */
  readonly receives?: boolean;
}

/** The configuration of a VM. */
export function toolstackConfig(spec: VmSpec, plan: DomainPlan): ToolstackConfig {
  const { folder, uuid, saved, receives = false } = plan;
  const { onPoweroff, onReboot, onCrash, coreDumps } = spec;
  return {
    version: 1,
    uuid,
    name: spec.name,
    domain: JSON.stringify(overlaid(libxlDomain(spec, plan), spec.libxl)),
    memory: memoryBytes(spec),
    disks: spec.disks.map((_, index) => xenDiskName(index)),
    shared: spec.disks.flatMap(({ path, access, seed }) =>
      seed === true ? [] : [{ path, writable: access === 'write' }],
    ),
    overlays: ownFiles(spec.disks, folder),
    console: { socket: folder.console, log: folder.consoleLog },
    agents: agentSlots(spec).map(folder.agent),
    control: SLOTS.filter((slot) => slot !== 0).map((slot) => folder.qmp(slot)),
    ...(spec.network.type === 'user' ? { passt: passtSocket(spec.id) } : {}),
    ...(saved === undefined ? {} : { restore: saved }),
    ...(receives ? { incoming: folder.migration } : {}),
    ...(receives && spec.detached ? { kept: folder.kept } : {}),
    ...(onPoweroff === undefined ? {} : { onPoweroff }),
    ...(onReboot === undefined ? {} : { onReboot }),
    ...(onCrash === undefined ? {} : { onCrash }),
    ...(coreDumps === undefined ? {} : { coreDumps }),
    // One that was saved, or comes from elsewhere, goes on.
    ...(spec.paused === true && saved === undefined && !receives ? { paused: true } : {}),
    detached: spec.detached,
  };
}

/** Disks in files that are this VM's alone: a saved VM takes them along. */
function ownFiles(disks: VmSpec['disks'], folder: VmFolder): string[] {
  return disks.flatMap(({ access, path, seed }, index) => {
    if (seed === true) return [path];
    return access === 'overlay' ? [overlayFile(folder, index)] : [];
  });
}

/** What libxenlight makes the domain of. */
export function libxlDomain(spec: VmSpec, { type, folder, uuid, program }: DomainPlan): LibxlDomain {
  return {
    c_info: { type, name: spec.name, uuid, run_hotplug_scripts: 'True' },
    b_info: {
      max_vcpus: spec.cpus,
      avail_vcpus: Array.from({ length: spec.cpus }, (_, cpu) => cpu),
      max_memkb: memoryBytes(spec) / KIB,
      target_memkb: memoryBytes(spec) / KIB,
      claim_mode: 'True',
      // Linux looks for itself whether the counter is any good and has Xen's clock otherwise; emulated, each look at it is an exit.
      ...(spec.boot.type === 'disk' ? {} : { tsc_mode: 'native' }),
      ...schedParams(spec),
      ...(spec.cpuAffinity === undefined ? {} : { vcpu_hard_affinity: spec.cpuAffinity }),
      ...bootOf(spec, type),
      [`type.${type}`]: type === 'hvm' ? HARDWARE : {},
    },
    disks: spec.disks.map((disk, index) => diskOf(disk, overlayFile(folder, index), xenDiskName(index))),
    nics: nicsOf(spec.network, program),
    ...(spec.pci === undefined ? {} : { pcidevs: spec.pci.map(pciOf) }),
  };
}

function schedParams({ cpuShares, cpuLimit }: VmSpec): Partial<LibxlDomain['b_info']> {
  if (cpuShares === undefined && cpuLimit === undefined) return {};
  return { sched_params: schedulerOf({ cpuShares, cpuLimit }) };
}

/** Xen's words: the cap is in percent of one CPU, and 0 is none. */
export function schedulerOf(share: { cpuShares?: number | undefined; cpuLimit?: number | undefined }): {
  weight?: number;
  cap?: number;
} {
  const { cpuShares, cpuLimit } = share;
  return {
    ...(cpuShares === undefined ? {} : { weight: cpuShares }),
    ...(cpuLimit === undefined ? {} : { cap: Math.ceil(cpuLimit * 100) }),
  };
}

/** The channels of the guest's agent, which the toolstack serves itself: libxenlight would start a device model for them. */
const agentSlots = ({ agent }: VmSpec): readonly Slot[] => (agent ? SLOTS : []);

function bootOf(spec: VmSpec, type: XenGuestType): Partial<LibxlDomain['b_info']> {
  const { boot } = spec;
  if (boot.type === 'disk') return {};
  return {
    kernel: kernelFile(boot, type),
    ...(boot.initrd === undefined ? {} : { ramdisk: boot.initrd }),
    cmdline: xenKernelWords(boot.cmdline, agentSlots(spec).length, type).join(' '),
  };
}

/** The device model, which starts the kernel of an HVM guest, knows nothing but a bzImage. */
export function kernelFile(boot: KernelBoot, type: XenGuestType): string {
  return type === 'hvm' ? boot.kernel : (boot.vmlinux ?? boot.kernel);
}

export function memoryBytes({ memoryBytes: bytes }: Pick<VmSpec, 'memoryBytes'>): number {
  return Math.ceil(bytes / MIB) * MIB;
}
