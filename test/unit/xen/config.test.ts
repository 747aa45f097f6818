import assert from 'node:assert/strict';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { xenDiskName } from '#src/vm-process/index.js';
import { guestType } from '#src/vm-process/xen-guest-type.js';
import { libxlDomain, toolstackConfig } from '#src/xen/config.js';
import { domainUuid } from '#src/xen/domain-uuid.js';
import { overlaid } from '#src/xen/overlaid.js';
import { folder, plan, spec } from './support.js';

const config = (changes: Partial<VmSpec> = {}) => toolstackConfig({ ...spec, ...changes }, plan);
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
        tsc_mode: 'native',
        kernel: '/k/vmlinux',
        ramdisk: '/k/initrd',
        cmdline: `console=hvc0 quiet panic=-1 xen_legacy_crash vmwright.agent=${agents} a vmwright.root=/dev/xvda`,
        'type.pvh': {},
      },
      disks: [],
      nics: [],
    });
  });

  it('has channels for an agent, which are none of libxenlight, and none without one', () => {
    const paths = ([0, 1, 2, 3] as const).map((slot) => folder.agent(slot));
    assert.deepEqual(config({}).agents, paths);
    assert.deepEqual(config({ agent: false }).agents, []);
    assert.doesNotMatch(domain({ agent: false }).b_info.cmdline ?? '', /vmwright\.agent/);
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
    assert.equal(xenDiskName(25), 'xvdz');
  });

  it('has a seed disk that nobody else has, so a saved VM takes it along as it does its overlays', () => {
    const seed = { path: folder.seed, format: 'raw', access: 'read', seed: true } as const;
    const disks = [{ path: '/d/root', format: 'raw', access: 'overlay' } as const, seed];
    const { shared, overlays } = config({ disks });
    assert.deepEqual(shared, [{ path: '/d/root', writable: false }]);
    assert.deepEqual(overlays, ['/var/v/vm-1/disk.0.qcow2', '/var/v/vm-1/seed.iso']);
    assert.deepEqual(domain({ disks }).disks[1], {
      pdev_path: '/var/v/vm-1/seed.iso',
      vdev: 'xvdb',
      format: 'raw',
      readwrite: 0,
    });
  });

  it('boots a bzImage by the device model of an HVM guest, and prints on its serial port', () => {
    const { b_info, c_info } = libxlDomain(spec, { ...plan, type: 'hvm' });
    assert.equal(c_info.type, 'hvm');
    assert.equal(b_info.kernel, '/k/vmlinuz');
    assert.match(b_info.cmdline ?? '', /^console=ttyS0 /);
    assert.match(JSON.stringify(b_info['type.hvm']), /"serial":"pty"/);
  });

  it('starts a whole disk by firmware', () => {
    const { b_info } = libxlDomain(
      { ...spec, boot: { type: 'disk', firmware: 'bios' } },
      { ...plan, type: 'hvm' },
    );
    assert.ok(!('kernel' in b_info) && !('cmdline' in b_info));
    assert.match(JSON.stringify(b_info['type.hvm']), /"bios":"seabios"/);
  });

  it('has weight and cap in the words of Xen', () => {
    assert.deepEqual(domain({ cpuShares: 512, cpuLimit: 0.5 }).b_info.sched_params, { weight: 512, cap: 50 });
    assert.deepEqual(domain({ cpuLimit: 1.25 }).b_info.sched_params, { cap: 125 });
    assert.equal(domain().b_info.sched_params, undefined);
  });

  it('has for each CPU those of the host on which it may run', () => {
    const cpuAffinity = [[0], [0, 1]];
    assert.deepEqual(domain({ cpuAffinity }).b_info.vcpu_hard_affinity, cpuAffinity);
    assert.ok(!('vcpu_hard_affinity' in domain().b_info));
  });

  it('has PCI devices by the parts of their addresses', () => {
    assert.deepEqual(domain({ pci: ['0001:1f:0a.7'] }).pcidevs, [{ domain: 1, bus: 0x1f, dev: 10, func: 7 }]);
  });

  it('has an interface on a bridge, or one that the toolstack makes ready', () => {
    const mac = '52:54:00:00:00:01';
    assert.deepEqual(domain({ network: { type: 'bridge', bridge: 'xenbr0', mac } }).nics, [
      { devid: 0, mac, bridge: 'xenbr0' },
    ]);
    const extra = { bridge: 'b', mac, rateLimit: 2 ** 20, script: '/s/vif' };
    assert.deepEqual(domain({ network: { type: 'bridge', ...extra } }).nics, [
      {
        devid: 0,
        mac,
        bridge: 'b',
        script: '/s/vif',
        rate_bytes_per_interval: 52429,
        rate_interval_usecs: 50_000,
      },
    ]);
    const [user] = domain({ network: { type: 'user', restrict: false } }).nics;
    assert.equal(user?.script, '/p/toolstack');
    assert.equal(user?.bridge, undefined);
  });
});

describe('configuration of vmwright-toolstack', () => {
  it('has the domain as text, and no secrets', () => {
    const { domain: text, ...rest } = config();
    assert.deepEqual(JSON.parse(text), domain());
    assert.deepEqual(rest, {
      version: 1,
      uuid: '0-1-2-3-4',
      name: 'bob',
      memory: 257 * 2 ** 20,
      disks: [],
      shared: [],
      overlays: [],
      console: { socket: '/run/v/vm-1/console', log: '/run/v/vm-1/console.log' },
      agents: [0, 1, 2, 3].map((slot) => `/run/v/vm-1/agent.${slot}`),
      control: [1, 2, 3].map((slot) => `/run/v/vm-1/qmp.${slot}`),
      detached: false,
    });
    assert.doesNotMatch(JSON.stringify(config()), /hunter2/);
  });

  it('waits for a guest of another host, and lives on without its creator if it is detached', () => {
    const receiving = (detached: boolean) =>
      toolstackConfig({ ...spec, detached }, { ...plan, receives: true });
    assert.equal(receiving(false).incoming, '/run/v/vm-1/migrate');
    assert.equal(receiving(false).kept, undefined);
    assert.equal(receiving(true).kept, '/run/v/vm-1/kept');
  });

  it('names the files that it shares, and its own', () => {
    const { shared, overlays } = config({
      disks: [
        { path: '/d/root', format: 'raw', access: 'overlay' },
        { path: '/d/data', format: 'raw', access: 'write' },
      ],
    });
    assert.deepEqual(shared, [
      { path: '/d/root', writable: false },
      { path: '/d/data', writable: true },
    ]);
    assert.deepEqual(overlays, ['/var/v/vm-1/disk.0.qcow2']);
  });

  it('says what becomes of the domain, and lays over it what the user wants of libxenlight', () => {
    const { onCrash, coreDumps, domain } = config({
      onCrash: 'preserve',
      coreDumps: '/var/crash',
      libxl: { b_info: { max_maptrack_frames: 64 } },
    });
    assert.equal(onCrash, 'preserve');
    assert.equal(coreDumps, '/var/crash');
    const { b_info } = JSON.parse(domain);
    assert.deepEqual([b_info.max_maptrack_frames, b_info.max_vcpus], [64, 2]);
  });

  it('names the passt of a user network', () => {
    assert.equal(config({ network: { type: 'user', restrict: true } }).passt, '/tmp/vmwright-vm-1/socket');
  });
});

describe('type of a guest', () => {
  it('is PVH for kernels where the CPU can, HVM for whole disks', () => {
    assert.equal(guestType(spec), 'pvh');
    assert.equal(guestType(spec, ['pv']), 'pv');
    assert.equal(guestType({ ...spec, boot: { type: 'disk', firmware: 'bios' } }), 'hvm');
    assert.equal(guestType({ ...spec, machine: 'pv' }), 'pv');
  });

  it('is refused where it cannot be', () => {
    const unsupported = { code: 'VM_UNSUPPORTED' };
    const disk = { type: 'disk', firmware: 'bios' } as const;
    assert.throws(() => guestType({ ...spec, machine: 'pvh', boot: disk }), unsupported);
    assert.throws(() => guestType({ ...spec, boot: disk }, ['pv']), unsupported);
    assert.throws(() => guestType({ ...spec, machine: 'hvm' }), unsupported); // starts no kernels yet
  });
});

describe('members laid over an object', () => {
  it('go into objects and replace the rest', () => {
    assert.deepEqual(overlaid({ a: { b: 1, c: [1, 2] }, d: 3 }, { a: { c: [4] }, e: 5 }), {
      a: { b: 1, c: [4] },
      d: 3,
      e: 5,
    });
  });
});

describe('UUID of a domain', () => {
  it('is the same for the same VM, and one of RFC 9562', () => {
    assert.match(domainUuid('vm-1'), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(domainUuid('vm-1'), domainUuid('vm-1'));
    assert.notEqual(domainUuid('vm-1'), domainUuid('vm-2'));
  });
});
