import assert from 'node:assert/strict';
import type { HypervisorReport } from '#src/engine/hypervisor-report.js';
import { report } from '#src/xen/probe.js';
import { parseTools } from '#src/xen/survey.js';

const xen: HypervisorReport = {
  name: 'xen',
  present: true,
  usable: true,
  reason: 'fine',
  version: '4.17.7',
  guestTypes: ['pv', 'pvh', 'hvm'],
};
const tools = {
  release: '4.17',
  library: true,
  deviceModel: true,
  qemuImg: true,
  bridge: true,
  missingDevices: [],
};
const network = { passt: true, defaultRoute: true };

describe('probe of the xen engine', () => {
  it('says yes on a dom0 with everything', () => {
    const found = report({ xen, tools, network });
    assert.ok(found.usable);
    assert.deepEqual(found.hypervisors, ['xen']);
    assert.equal(found.version, '4.17.7');
    for (const feature of [
      'kernelBoot',
      'qcow2',
      'userNetwork',
      'tapNetwork',
      'reboot',
      'cpuShares',
    ] as const)
      assert.ok(found.features[feature].supported, feature);
    assert.ok(found.features.diskBoot.supported);
    assert.ok(!found.features.uefi.supported);
    assert.ok(!found.features.migrate.supported && found.migration?.pvh.supported === false);
  });

  it('names the library of the running release when it is not there', () => {
    const found = report({ xen, tools: { ...tools, library: false }, network });
    assert.ok(!found.usable);
    assert.match(found.reason, /libxenlight\.so\.4\.17, which belongs to the running Xen 4\.17\.7/);
    assert.match(found.remedy ?? '', /xen-utils-4\.17/);
  });

  it('names the package of the device model, of qemu-img and of passt', () => {
    const { features } = report({
      xen,
      tools: { ...tools, deviceModel: false, qemuImg: false },
      network: { passt: false, defaultRoute: true },
    });
    assert.ok(features.kernelBoot.supported, 'a kernel without disks needs no device model');
    const remedyOf = (feature: 'hotplug' | 'qcow2' | 'userNetwork') => {
      const capability = features[feature];
      return capability.supported ? '' : capability.remedy;
    };
    assert.equal(remedyOf('hotplug'), 'apt-get install qemu-system-xen');
    assert.equal(remedyOf('qcow2'), 'apt-get install qemu-utils');
    assert.equal(remedyOf('userNetwork'), 'apt-get install passt');
  });

  it('tells how to make a bridge, which user networks do not need', () => {
    const { features } = report({ xen, tools: { ...tools, bridge: false }, network });
    const { tapNetwork, userNetwork } = features;
    assert.ok(!tapNetwork.supported && userNetwork.supported);
    assert.equal(tapNetwork.remedy, 'ip link add xenbr0 type bridge; ip link set xenbr0 up');
  });

  it('has shares of the CPUs where the scheduler has', () => {
    const shares = (scheduler: string) => {
      const resources = { cpus: 2, memory: 2 ** 32, freeMemory: 2 ** 30, scheduler };
      return report({ xen: { ...xen, resources }, tools, network }).features.cpuShares;
    };
    assert.ok(shares('credit').supported && shares('credit2').supported);
    const none = shares('null');
    assert.ok(!none.supported);
    assert.match(none.reason, /scheduler null/);
  });

  it('names the devices that the toolstack misses', () => {
    const missingDevices = ['/dev/xen/gntdev', '/dev/xen/evtchn'];
    const found = report({ xen, tools: { ...tools, missingDevices }, network });
    assert.ok(!found.usable);
    assert.match(found.reason, /no \/dev\/xen\/gntdev and \/dev\/xen\/evtchn/);
    assert.match(found.remedy ?? '', /modprobe -a xen-gntdev xen-evtchn/);
  });

  it('starts kernels, but no whole disks, on a CPU without virtualization', () => {
    const { features } = report({ xen: { ...xen, guestTypes: ['pv'] }, tools, network });
    assert.ok(features.kernelBoot.supported);
    assert.ok(!features.diskBoot.supported);
  });
});

describe('survey of a dom0', () => {
  it('reads what is there', () => {
    const text = 'release 4.20\nlibrary /usr/lib/libxenlight.so.4.20\nmodel /usr/libexec/q\nimage\nbridge\n';
    assert.deepEqual(parseTools(text), {
      release: '4.20',
      library: true,
      deviceModel: true,
      qemuImg: true,
      bridge: true,
      missingDevices: [],
    });
    assert.deepEqual(parseTools('release 4.17\nmissing /dev/xen/gntdev\n'), {
      release: '4.17',
      library: false,
      deviceModel: false,
      qemuImg: false,
      bridge: false,
      missingDevices: ['/dev/xen/gntdev'],
    });
  });
});
