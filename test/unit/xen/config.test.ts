import assert from 'node:assert/strict';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { diskName, libxlDomain, toolstackConfig } from '#src/xen/config.js';
import { folder, plan, spec } from './support.js';

const domain = (changes: Partial<VmSpec> = {}) => libxlDomain({ ...spec, ...changes }, plan);

describe('domain of a VM', () => {
  it('is a PVH guest in whole MiB of memory, with a channel for each program', () => {
    const agents = '/dev/hvc1,/dev/hvc2,/dev/hvc3,/dev/hvc4';
    assert.deepEqual(domain(), {
      c_info: { type: 'pvh', name: 'bob', uuid: '0-1-2-3-4', run_hotplug_scripts: 'True' },
      b_info: {
        max_vcpus: 2,
        avail_vcpus: [0, 1],
        max_memkb: 257 * 1024,
        target_memkb: 257 * 1024,
        claim_mode: 'True',
        kernel: '/k/vmlinux',
        ramdisk: '/k/initrd',
        cmdline: `console=hvc0 quiet panic=-1 xen_legacy_crash vmwright.agent=${agents} a vmwright.root=/dev/xvda`,
        'type.pvh': {},
      },
      disks: [],
      nics: [],
      channels: [0, 1, 2, 3].map((slot) => ({
        devid: slot + 1,
        name: `org.vmwright.agent.${slot}`,
        'connection.socket': { path: folder.agent(slot as 0 | 1 | 2 | 3) },
      })),
    });
  });

  it('has no channels for an image without agent, so that it needs no device model', () => {
    const { channels, b_info } = domain({ agent: false });
    assert.deepEqual(channels, []);
    assert.doesNotMatch(b_info.cmdline, /vmwright\.agent/);
  });

  it('has its disks in order, overlays as qcow2', () => {
    const disks = domain({
      disks: [
        { path: '/d/root', format: 'raw', access: 'overlay' },
        { path: '/d/data', format: 'raw', access: 'write' },
        { path: '/d/cd', format: 'qcow2', access: 'read' },
      ],
    }).disks;
    assert.deepEqual(disks, [
      { pdev_path: '/var/v/vm-1/disk.0.qcow2', vdev: 'xvda', format: 'qcow2', readwrite: 1 },
      { pdev_path: '/d/data', vdev: 'xvdb', format: 'raw', readwrite: 1 },
      { pdev_path: '/d/cd', vdev: 'xvdc', format: 'qcow2', readwrite: 0 },
    ]);
    assert.equal(diskName(25), 'xvdz');
  });

  it('has an interface on a bridge, or one that the toolstack makes ready', () => {
    const mac = '52:54:00:00:00:01';
    assert.deepEqual(domain({ network: { type: 'bridge', bridge: 'xenbr0', mac } }).nics, [
      { devid: 0, mac, bridge: 'xenbr0' },
    ]);
    const [user] = domain({ network: { type: 'user', restrict: false } }).nics;
    assert.equal(user?.script, '/p/toolstack');
    assert.equal(user?.bridge, undefined);
  });
});

describe('configuration of vmwright-toolstack', () => {
  const config = (changes: Partial<VmSpec> = {}) => toolstackConfig({ ...spec, ...changes }, plan);

  it('has the domain as text, and no secrets', () => {
    const { domain: text, ...rest } = config();
    assert.deepEqual(JSON.parse(text), domain());
    assert.deepEqual(rest, {
      version: 1,
      uuid: '0-1-2-3-4',
      name: 'bob',
      memory: 257 * 2 ** 20,
      disks: [],
      console: { socket: '/run/v/vm-1/console', log: '/run/v/vm-1/console.log' },
      control: [1, 2, 3].map((slot) => `/run/v/vm-1/qmp.${slot}`),
      detached: false,
    });
    assert.doesNotMatch(JSON.stringify(config()), /hunter2/);
  });

  it('names the passt of a user network', () => {
    assert.equal(config({ network: { type: 'user', restrict: true } }).passt, '/tmp/vmwright-vm-1/socket');
  });
});
