import assert from 'node:assert/strict';
import { VmError } from '#src/core/errors.js';
import { type Capability, type EngineReport, FEATURES, type Feature } from '#src/engine/engine.js';
import { selectEngine } from '#src/engine/select.js';

const ALL = Object.fromEntries(FEATURES.map((feature) => [feature, { supported: true }])) as Record<
  Feature,
  Capability
>;

const qemu = (changes: Partial<EngineReport> = {}): EngineReport => ({
  engine: 'qemu',
  usable: true,
  reason: 'QEMU 7.2',
  hypervisors: ['kvm', 'emulated'],
  notes: [],
  features: ALL,
  ...changes,
});

const refuses = (
  reports: EngineReport[],
  wish: Parameters<typeof selectEngine>[1],
  code: string,
  message: RegExp,
) =>
  assert.throws(
    () => selectEngine(reports, wish),
    (error) => {
      assert.ok(error instanceof VmError && error.code === code, String(error));
      assert.match(error.message, message);
      return true;
    },
  );

describe('choice of an engine', () => {
  it('prefers hardware help, and says what it passed over', () => {
    const choice = selectEngine([qemu()], { features: [] });
    assert.deepEqual([choice.engine, choice.hypervisor], ['qemu', 'kvm']);
    assert.ok(choice.passedOver.some((line) => line.startsWith('kvm on kvm: ')));
  });

  it('falls back to emulation with the reason why there is no KVM', () => {
    const report = qemu({ hypervisors: ['emulated'], notes: ['no KVM: it only emulates'] });
    const choice = selectEngine([report], { features: [] });
    assert.equal(choice.hypervisor, 'emulated');
    assert.ok(choice.passedOver.includes('qemu on kvm: no KVM: it only emulates'));
  });

  it('gives no reason of KVM for a Xen that is not there', () => {
    const libvirt: EngineReport = {
      ...qemu({ hypervisors: ['emulated'], notes: ['no KVM: off'] }),
      engine: 'libvirt',
    };
    const { passedOver } = selectEngine([libvirt], { features: [] });
    assert.ok(passedOver.includes('libvirt on kvm: no KVM: off'), passedOver.join('\n'));
    assert.ok(passedOver.includes('libvirt on xen: libvirt does not run xen guests on this host'));
  });

  it('does not fall back from what was insisted on', () => {
    const report = qemu({ hypervisors: ['emulated'], notes: ['no KVM: it only emulates'] });
    refuses(
      [report],
      { hypervisor: 'kvm', features: [] },
      'ENGINE_UNAVAILABLE',
      /kvm cannot run a VM here:[\s\S]*only emulates/,
    );
    refuses([qemu()], { engine: 'xen', features: [] }, 'ENGINE_UNAVAILABLE', /has no xen engine/);
  });

  it('names the missing feature, its reason and its remedy', () => {
    const features = {
      ...ALL,
      uefi: { supported: false, reason: 'no firmware', remedy: 'apt-get install ovmf' } as const,
    };
    refuses(
      [qemu({ features })],
      { features: ['uefi'] },
      'VM_UNSUPPORTED',
      /no uefi: no firmware \(apt-get install ovmf\)/,
    );
  });

  it('gives the remedy of an engine that is not installed', () => {
    const report = qemu({
      usable: false,
      reason: 'no QEMU',
      remedy: 'apt-get install qemu-system-x86',
      hypervisors: [],
    });
    assert.throws(
      () => selectEngine([report], { features: [] }),
      (error) => error instanceof VmError && error.remedy === 'apt-get install qemu-system-x86',
    );
  });
});
