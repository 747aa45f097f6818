import type { DiskSpec, KernelBoot, NetworkSpec, VmSpec } from '../engine/vm-spec.js';
import { overlayFile, passtSocket, SLOTS, USER_MAC, type VmFolder } from '../vm-process/index.js';
import { kernelWords } from './kernel-words.js';

const KIB = 1024;
/** Guest memory comes in whole MiB: superpages are 2 MiB, and the tools of Xen show MiB. */
const MIB = 2 ** 20;

/** What vmwright-toolstack reads; docs/xen.md describes each member. */
export interface ToolstackConfig {
  readonly version: 1;
  readonly uuid: string;
  readonly name: string;
  /** JSON of {@link LibxlDomain}: libxenlight alone knows what else may be in it. */
  readonly domain: string;
  readonly memory: number;
  readonly disks: readonly string[];
  readonly console: { readonly socket: string; readonly log: string };
  readonly control: readonly string[];
  readonly passt?: string;
  readonly detached: boolean;
}

/** The part of libxl_domain_config that is set here; names and spelling are libxenlight's. */
export interface LibxlDomain {
  readonly c_info: {
    readonly type: 'pv' | 'pvh';
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
    readonly kernel: string;
    readonly ramdisk?: string;
    readonly cmdline: string;
    readonly 'type.pv'?: object;
    readonly 'type.pvh'?: object;
  };
  readonly disks: readonly LibxlDisk[];
  readonly nics: readonly LibxlNic[];
  readonly channels: readonly {
    readonly devid: number;
    readonly name: string;
    readonly 'connection.socket': { readonly path: string };
  }[];
}

interface LibxlDisk {
  readonly pdev_path: string;
  readonly vdev: string;
  readonly format: 'raw' | 'qcow2';
  readonly readwrite: 0 | 1;
}

interface LibxlNic {
  readonly devid: number;
  readonly mac: string;
  readonly bridge?: string;
  readonly script?: string;
}

/** What is decided for one VM besides its spec. */
export interface DomainPlan {
  readonly boot: KernelBoot;
  readonly folder: VmFolder;
  /** Of the domain, in the usual form. */
  readonly uuid: string;
  /** Where vmwright-toolstack is on the host: libxl runs it for the interface of a user network, too. */
  readonly program: string;
}

/** The configuration of a VM. */
export function toolstackConfig(spec: VmSpec, plan: DomainPlan): ToolstackConfig {
  const { folder, uuid } = plan;
  const user = spec.network.type === 'user' ? { passt: passtSocket(spec.id) } : {};
  return {
    version: 1,
    uuid,
    name: spec.name,
    domain: JSON.stringify(libxlDomain(spec, plan)),
    memory: memoryBytes(spec),
    disks: spec.disks.map((_, index) => diskName(index)),
    console: { socket: folder.console, log: folder.consoleLog },
    control: SLOTS.filter((slot) => slot !== 0).map((slot) => folder.qmp(slot)),
    ...user,
    detached: spec.detached,
  };
}

/** What libxenlight makes the domain of. */
export function libxlDomain(spec: VmSpec, { boot, folder, uuid, program }: DomainPlan): LibxlDomain {
  const slots = spec.agent ? SLOTS : [];
  return {
    c_info: { type: 'pvh', name: spec.name, uuid, run_hotplug_scripts: 'True' },
    b_info: {
      max_vcpus: spec.cpus,
      avail_vcpus: Array.from({ length: spec.cpus }, (_, cpu) => cpu),
      max_memkb: memoryBytes(spec) / KIB,
      target_memkb: memoryBytes(spec) / KIB,
      claim_mode: 'True',
      kernel: boot.vmlinux ?? boot.kernel,
      ...(boot.initrd === undefined ? {} : { ramdisk: boot.initrd }),
      cmdline: kernelWords(boot.cmdline, slots.length).join(' '),
      'type.pvh': {},
    },
    disks: spec.disks.map((disk, index) => diskOf(disk, folder, index)),
    nics: nicsOf(spec.network, program),
    channels: slots.map((slot) => ({
      devid: slot + 1, // 0 is the console for people
      name: `org.vmwright.agent.${slot}`,
      'connection.socket': { path: folder.agent(slot) },
    })),
  };
}

function memoryBytes({ memoryBytes: bytes }: VmSpec): number {
  return Math.ceil(bytes / MIB) * MIB;
}

/** `xvda`, `xvdb`, … */
export function diskName(index: number): string {
  return `xvd${String.fromCharCode('a'.charCodeAt(0) + index)}`;
}

function diskOf({ path, access, format }: DiskSpec, folder: VmFolder, index: number): LibxlDisk {
  const vdev = diskName(index);
  if (access === 'overlay')
    return { pdev_path: overlayFile(folder, index), vdev, format: 'qcow2', readwrite: 1 };
  return { pdev_path: path, vdev, format, readwrite: access === 'write' ? 1 : 0 };
}

function nicsOf(network: NetworkSpec, program: string): LibxlNic[] {
  switch (network.type) {
    case 'bridge':
      return [{ devid: 0, mac: network.mac, bridge: network.bridge }];
    case 'user':
      return [{ devid: 0, mac: USER_MAC, script: program }];
    default:
      return [];
  }
}
