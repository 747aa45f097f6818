import type { EngineName, VmOptions, XenGuestType } from 'vmwright';

/** One way of running the same guest. */
export interface Series {
  readonly key: string;
  readonly title: string;
  readonly host: HostName;
  readonly wish: VmOptions & { readonly engine: EngineName };
  /** How the guest calls its disks, without the letter. */
  readonly disk: '/dev/vd' | '/dev/xvd';
  /** Its first disk holds kernel, initramfs and a boot loader. */
  readonly bootsDisk?: boolean;
}

export type HostName = 'xen' | 'kvm';
export const HOSTS: readonly HostName[] = ['xen', 'kvm'];

/**
 * Xen's own choice where the CPU has an invariant TSC, and the engine's for kernels that it starts. Emulated hosts have none, and
 * Xen then emulates each reading of it.
 */
const NATIVE_TSC = { b_info: { tsc_mode: 'native' } };

const xen = (machine: XenGuestType) => ({ engine: 'xen', machine }) as const;

export const SERIES: readonly Series[] = [
  { key: 'pv', title: 'Xen PV', host: 'xen', wish: xen('pv'), disk: '/dev/xvd' },
  { key: 'pvh', title: 'Xen PVH', host: 'xen', wish: xen('pvh'), disk: '/dev/xvd' },
  {
    key: 'hvm',
    title: 'Xen HVM',
    host: 'xen',
    wish: { ...xen('hvm'), libxl: NATIVE_TSC },
    disk: '/dev/xvd',
    bootsDisk: true,
  },
  { key: 'vmm', title: 'KVM, vmwright-vmm', host: 'kvm', wish: { engine: 'kvm' }, disk: '/dev/vd' },
  {
    key: 'qemu',
    title: 'KVM, QEMU q35',
    host: 'kvm',
    wish: { engine: 'qemu', hypervisor: 'kvm' },
    disk: '/dev/vd',
  },
];

/** The same programs on a host's own Linux, which dom0's is as well: what a guest can be held against. */
export const BARE = [
  { key: 'dom0', title: 'dom0 itself (PV)', host: 'xen' },
  { key: 'bare', title: 'KVM host itself', host: 'kvm' },
] as const satisfies readonly Pick<Series, 'key' | 'title' | 'host'>[];
