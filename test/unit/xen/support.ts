import type { VmSpec } from '#src/engine/vm-spec.js';
import { vmFolder } from '#src/vm-process/vm-folder.js';
import type { DomainPlan } from '#src/xen/config.js';

/** Paths of a VM on a host that is nowhere. */
export const folder = vmFolder(
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

export const spec: VmSpec = {
  id: 'vm-1',
  name: 'bob',
  image: 'base',
  createdAt: '2026-01-01T00:00:00Z',
  hypervisor: 'xen',
  jail: true,
  cpus: 2,
  memoryBytes: 256 * 2 ** 20 + 1,
  boot: {
    type: 'kernel',
    kernel: '/k/vmlinuz',
    vmlinux: '/k/vmlinux',
    initrd: '/k/initrd',
    cmdline: ['a', 'vmwright.root=/dev/vda'],
  },
  disks: [],
  network: { type: 'none' },
  agent: true,
  detached: false,
  exec: { env: { SECRET: 'hunter2' } },
  labels: {},
};

export const plan: DomainPlan = {
  type: 'pvh',
  folder,
  uuid: '0-1-2-3-4',
  program: '/p/toolstack',
};
