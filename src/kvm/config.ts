import type { DiskSpec, KernelBoot, NetworkSpec, VmSpec } from '../engine/vm-spec.js';
import { consolePort, SLOTS, USER_MAC, type VmFolder } from '../vm-process/index.js';
import { kernelWords } from './kernel-words.js';

/** The unit of guest memory. */
const PAGE = 4096;

/** What vmwright-vmm reads; docs/vmm.md describes each member. */
export interface VmmConfig {
  readonly version: 1;
  readonly cpus: number;
  readonly memory: number;
  readonly transport: 'pci' | 'mmio';
  readonly boot: { readonly kernel: string; readonly initrd?: string; readonly commandLine: string };
  readonly disks: readonly VmmDisk[];
  readonly network: VmmNetwork;
  readonly console: { readonly port: 'hvc0' | 'ttyS0'; readonly socket: string; readonly log: string };
  readonly agents: readonly string[];
  readonly control: readonly string[];
  readonly jail: boolean;
  readonly detached: boolean;
}

interface VmmDisk {
  readonly path: string;
  readonly access: DiskSpec['access'];
  readonly overlayFolder?: string;
  readonly size?: number;
}

type VmmNetwork =
  | { readonly type: 'none' }
  | { readonly type: 'tap'; readonly device: string; readonly mac: string }
  | { readonly type: 'bridge'; readonly bridge: string; readonly mac: string }
  | { readonly type: 'user'; readonly socket: string; readonly mac: string };

/** The configuration of a VM. `passtSocket`: where the passt of this VM listens. */
export function vmmConfig(spec: VmSpec, boot: KernelBoot, folder: VmFolder, passtSocket: string): VmmConfig {
  const words = kernelWords(boot.cmdline, spec);
  return {
    version: 1,
    cpus: spec.cpus,
    memory: Math.ceil(spec.memoryBytes / PAGE) * PAGE,
    transport: spec.profile === 'minimal' ? 'mmio' : 'pci',
    boot: {
      kernel: boot.vmlinux ?? boot.kernel,
      ...(boot.initrd === undefined ? {} : { initrd: boot.initrd }),
      commandLine: words.join(' '),
    },
    disks: spec.disks.map((disk) => diskOf(disk, folder)),
    network: networkOf(spec.network, passtSocket),
    console: { port: consolePort(words), socket: folder.console, log: folder.consoleLog },
    agents: SLOTS.map((slot) => folder.agent(slot)),
    control: SLOTS.filter((slot) => slot !== 0).map((slot) => folder.qmp(slot)),
    jail: spec.jail,
    detached: spec.detached,
  };
}

function diskOf({ path, access, size }: DiskSpec, folder: VmFolder): VmmDisk {
  if (access !== 'overlay') return { path, access };
  return { path, access, overlayFolder: folder.state, ...(size === undefined ? {} : { size }) };
}

function networkOf(network: NetworkSpec, socket: string): VmmNetwork {
  return network.type === 'user' ? { type: 'user', socket, mac: USER_MAC } : network;
}
