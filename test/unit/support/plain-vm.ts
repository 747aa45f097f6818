import type { KernelBoot, VmSpec } from '#src/engine/vm-spec.js';
import { vmFolder } from '#src/vm-process/vm-folder.js';

/** The folders of {@link plainSpec} on a host of root's. */
export const plainFolder = vmFolder(
  {
    platform: 'linux',
    arch: 'x64',
    uid: 0,
    cpus: 2,
    memoryBytes: 2 ** 32,
    runtimeDir: '/run/v',
    stateDir: '/var/v',
  },
  'vm-1',
  'bob',
);

export const plainBoot: KernelBoot = {
  type: 'kernel',
  kernel: '/k/vmlinuz',
  vmlinux: '/k/vmlinux',
  initrd: '/k/initrd',
  cmdline: ['a', 'b=c'],
};

/** A VM with nothing but what every VM has, a secret that must not get anywhere, and memory that is not whole pages. */
export const plainSpec: VmSpec = {
  id: 'vm-1',
  name: 'bob',
  image: 'base',
  createdAt: '2026-01-01T00:00:00Z',
  hypervisor: 'auto',
  cpus: 2,
  memoryBytes: 512 * 2 ** 20 + 1,
  boot: plainBoot,
  disks: [],
  network: { type: 'none' },
  agent: true,
  jail: true,
  detached: false,
  exec: { env: { SECRET: 'hunter2' } },
  labels: {},
};
