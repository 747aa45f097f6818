import assert from 'node:assert/strict';
import { FEATURES } from '#src/engine/engine.js';
import { selectEngine } from '#src/engine/select.js';
import { type HostFindings, report } from '#src/kvm/probe.js';
import { parseSurvey } from '#src/vm-process/user-network.js';

const good: HostFindings = {
  kvm: { present: true, usable: true, reason: 'a test guest ran' },
  network: { passt: true, defaultRoute: true },
  root: true,
};

describe('report of the kvm engine', () => {
  it('says what our VMM can do', () => {
    const { usable, hypervisors, features } = report(good);
    assert.ok(usable);
    assert.deepEqual(hypervisors, ['kvm']);
    const not = FEATURES.filter((feature) => !features[feature].supported);
    const xens = [
      'migrate',
      'guestType',
      'stopActions',
      'cpuShares',
      'resizeCpus',
      'hotplug',
      'coreDump',
      'save',
      'networkRate',
      'networkScript',
      'cpuAffinity',
      'pci',
      'createPaused',
      'rename',
      'deviceList',
    ];
    assert.deepEqual(not, ['diskBoot', 'uefi', 'qcow2', 'qemuAgent', 'snapshot', 'mounts', ...xens]);
  });

  it('gives the reason and the remedy of the KVM probe', () => {
    const kvm = { present: true, usable: false, reason: 'it only emulates', remedy: 'turn it on' };
    const { usable, reason, remedy, features } = report({ ...good, kvm });
    assert.deepEqual([usable, reason, remedy], [false, 'it only emulates', 'turn it on']);
    assert.deepEqual(features.pause, { supported: false, reason, remedy });
  });

  it('has user networks only with passt and a way out', () => {
    const capability = (network: HostFindings['network']) =>
      report({ ...good, network }).features.userNetwork;
    const without = capability({ passt: false, defaultRoute: true });
    assert.ok(!without.supported && without.remedy === 'apt-get install passt');
    const alone = capability({ passt: true, defaultRoute: false });
    assert.ok(!alone.supported && /no default route/.test(alone.reason));
  });

  it('needs root for tap devices', () => {
    assert.equal(report({ ...good, root: false }).features.tapNetwork.supported, false);
  });

  it('is first in the automatic choice, and passed over with a reason for what it cannot do', () => {
    const kvm = report(good);
    const features = Object.fromEntries(
      FEATURES.map((feature) => [feature, { supported: true }]),
    ) as unknown as typeof kvm.features;
    const qemu = { ...kvm, engine: 'qemu', hypervisors: ['kvm', 'emulated'], features } as const;
    assert.equal(selectEngine([kvm, qemu], { features: ['kernelBoot', 'userNetwork'] }).engine, 'kvm');
    const other = selectEngine([kvm, qemu], { features: ['diskBoot', 'qcow2'] });
    assert.equal(other.engine, 'qemu');
    assert.match(other.passedOver[0] ?? '', /^kvm on kvm: no diskBoot: .*no firmware/);
    assert.throws(() => selectEngine([kvm], { features: ['qcow2'] }), /no qcow2: .*raw disks only/);
  });
});

describe('survey of a host for user networks', () => {
  it('finds passt and default routes of both kinds', () => {
    assert.deepEqual(parseSurvey('passt /usr/bin/passt\nroute 4\n'), { passt: true, defaultRoute: true });
    assert.deepEqual(parseSurvey('passt \nroute 6\n'), { passt: false, defaultRoute: true });
    assert.deepEqual(parseSurvey('passt \n'), { passt: false, defaultRoute: false });
  });
});
