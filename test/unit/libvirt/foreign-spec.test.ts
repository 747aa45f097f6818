import assert from 'node:assert/strict';
import { foreignSummary } from '#src/libvirt/foreign-spec.js';

const DOMAIN = `<domain type='kvm' id='7'>
  <name>web</name><uuid>6695eb01-f6a4-8304-79aa-97f250240000</uuid>
  <memory unit='MiB'>2</memory><vcpu placement='static'>3</vcpu>
  <os><type arch='x86_64'>hvm</type><loader type='pflash'>/x.fd</loader></os>
  <devices><disk type='file' device='disk'><source file='/images/web.qcow2'/></disk></devices>
</domain>`;

describe('domain that others made', () => {
  it('is told in our words', () => {
    const { spec, hypervisor, foreign, pid } = foreignSummary(DOMAIN);
    assert.deepEqual([hypervisor, foreign, pid], ['kvm', true, undefined]);
    assert.deepEqual(
      [spec.id, spec.name, spec.cpus, spec.memoryBytes, spec.image],
      ['6695eb01-f6a4-8304-79aa-97f250240000', 'web', 3, 2 * 2 ** 20, '/images/web.qcow2'],
    );
    assert.deepEqual(
      [spec.agent, spec.detached, spec.boot],
      [false, true, { type: 'disk', firmware: 'uefi' }],
    );
  });

  it("has QEMU's guest agent where it has the channel of it", () => {
    const channel = (name: string) =>
      foreignSummary(
        DOMAIN.replace(
          '</devices>',
          `<channel type='unix'><target type='virtio' name='${name}'/></channel></devices>`,
        ),
      ).spec.agent;
    assert.equal(channel('org.qemu.guest_agent.0'), 'qemu');
    assert.equal(channel('com.redhat.spice.0'), false);
  });

  it('needs no more than a name', () => {
    const { spec, hypervisor } = foreignSummary('<domain type="test"><name>x</name><uuid>u</uuid></domain>');
    assert.deepEqual([spec.name, spec.cpus, spec.memoryBytes, hypervisor], ['x', 1, 0, 'emulated']);
  });
});
