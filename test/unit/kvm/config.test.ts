import assert from 'node:assert/strict';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { vmmConfig } from '#src/kvm/config.js';
import { plainBoot as boot, plainFolder as folder, plainSpec } from '../support/plain-vm.js';

const config = (changes: Partial<VmSpec> = {}, booted = boot) =>
  vmmConfig({ ...plainSpec, ...changes }, booted, folder, '/tmp/p/socket');

describe('configuration of vmwright-vmm', () => {
  it('is exactly this for a plain VM, in whole pages of memory', () => {
    assert.deepEqual(config(), {
      version: 1,
      cpus: 2,
      memory: 512 * 2 ** 20 + 4096,
      transport: 'pci',
      boot: {
        kernel: '/k/vmlinux',
        initrd: '/k/initrd',
        commandLine: 'quiet console=hvc0 earlycon=uart8250,io,0x3f8 panic=-1 pci=noearly a b=c',
      },
      disks: [],
      network: { type: 'none' },
      console: { port: 'hvc0', socket: '/run/v/vm-1/console', log: '/run/v/vm-1/console.log' },
      agents: [0, 1, 2, 3].map((slot) => `/run/v/vm-1/agent.${slot}`),
      control: [1, 2, 3].map((slot) => `/run/v/vm-1/qmp.${slot}`),
      jail: true,
      detached: false,
    });
  });

  it('boots the bzImage when there is no vmlinux, without an initrd when there is none', () => {
    const { kernel, ...rest } = config({}, { type: 'kernel', kernel: '/k/vmlinuz', cmdline: [] }).boot;
    assert.equal(kernel, '/k/vmlinuz');
    assert.deepEqual(rest, {
      commandLine: 'quiet console=hvc0 earlycon=uart8250,io,0x3f8 panic=-1 pci=noearly',
    });
  });

  for (const [word, port] of [
    ['console=ttyS0', 'ttyS0'],
    ['console=ttyS0,115200', 'ttyS0'],
    ['console=ttyS01', 'hvc0'],
    ['quiet', 'hvc0'],
  ] as const) {
    it(`has its console on ${port} with '${word}'`, () => {
      assert.equal(config({}, { ...boot, cmdline: [word] }).console.port, port);
    });
  }

  it('gives each disk its file, by access, and overlays the folder of this VM', () => {
    const { disks } = config({
      disks: [
        { path: '/d/a', format: 'raw', access: 'overlay', size: 8192 },
        { path: '/d/b', format: 'raw', access: 'write' },
        { path: '/d/c', format: 'raw', access: 'read' },
      ],
    });
    assert.deepEqual(disks, [
      { path: '/d/a', access: 'overlay', overlayFolder: '/var/v/vm-1', size: 8192 },
      { path: '/d/b', access: 'write' },
      { path: '/d/c', access: 'read' },
    ]);
  });

  const mac = '52:54:00:00:00:01';
  for (const [network, expected] of [
    [
      { type: 'user', restrict: false },
      { type: 'user', socket: '/tmp/p/socket', mac: '52:54:00:12:34:56' },
    ],
    [
      { type: 'tap', device: 'tap0', mac },
      { type: 'tap', device: 'tap0', mac },
    ],
    [
      { type: 'bridge', bridge: 'br0', mac },
      { type: 'bridge', bridge: 'br0', mac },
    ],
  ] as const) {
    it(`makes a ${network.type} network`, () => assert.deepEqual(config({ network }).network, expected));
  }

  it('locks the VM in unless the user asked for it not to be', () => {
    assert.equal(config().jail, true);
    assert.equal(config({ jail: false }).jail, false);
  });

  it('holds nothing that others must not read', () => {
    assert.ok(!JSON.stringify(config()).includes('hunter2'));
  });
});
