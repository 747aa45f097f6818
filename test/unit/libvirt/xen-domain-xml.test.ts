import assert from 'node:assert/strict';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { readMetadata, uuidOf } from '#src/libvirt/metadata.js';
import { type XenDomainPlan, xenDomainXml } from '#src/libvirt/xen-domain-xml.js';
import { readXml, type XmlNode } from '#src/libvirt/xml-reader.js';
import { xenDiskName } from '#src/vm-process/index.js';
import { plainFolder as folder, plainBoot, plainSpec } from '../support/plain-vm.js';

const spec: VmSpec = {
  ...plainSpec,
  memoryBytes: 512 * 2 ** 20 + 1,
  agent: true,
  boot: { ...plainBoot, cmdline: ['a', 'root=/dev/vda', 'b=<c>&"'] },
};
const plan: XenDomainPlan = { uuid: uuidOf(spec.id), type: 'pvh', folder, hotplug: '/cache/toolstack' };
const made = (changes: Partial<VmSpec> = {}, type: XenDomainPlan['type'] = 'pvh'): XmlNode =>
  readXml(xenDomainXml({ ...spec, ...changes }, { ...plan, type }));
const attributes = (node: XmlNode | undefined) => Object.fromEntries(node?.attributes ?? []);

describe('document of a domain of Xen', () => {
  it('names the kind of guest as libvirt does', () => {
    const kind = (type: XenDomainPlan['type']) => {
      const node = made({}, type).first('os', 'type');
      return [node?.attribute('machine'), node?.text];
    };
    assert.equal(made().attribute('type'), 'xen');
    assert.deepEqual(kind('pvh'), ['xenpvh', 'xenpvh']);
    assert.deepEqual(kind('pv'), ['xenpv', 'linux']);
    assert.deepEqual(kind('hvm'), ['xenfv', 'hvm']);
  });

  it('boots a kernel with words for Xen, and whole MiB of memory', () => {
    const domain = made();
    assert.match(domain.first('os', 'cmdline')?.text ?? '', /^console=hvc0 .* a root=\/dev\/xvda b=<c>&"$/);
    assert.deepEqual(
      [domain.first('memory')?.text, domain.first('memory')?.attribute('unit')],
      ['513', 'MiB'],
    );
    assert.deepEqual(readMetadata(domain)?.id, spec.id);
  });

  it('lets a kernel that it starts read the time stamp counter itself', () => {
    assert.equal(made().first('clock', 'timer')?.attribute('mode'), 'native');
    const disk = made({ boot: { type: 'disk', firmware: 'bios' } }, 'hvm');
    assert.equal(disk.first('clock', 'timer'), undefined);
  });

  it('has a channel for each program that may be attached, in the order of the consoles', () => {
    const channels = made().all('devices', 'channel');
    assert.deepEqual(
      channels.map((each) => each.first('source')?.attribute('path')),
      [0, 1, 2, 3].map((slot) => folder.agent(slot as 0)),
    );
    assert.match(made().first('os', 'cmdline')?.text ?? '', /vmwright\.agent=\/dev\/hvc1,.*\/dev\/hvc4 /);
    assert.deepEqual(made({ agent: false }).all('devices', 'channel'), []);
    assert.doesNotMatch(made({ agent: false }).first('os', 'cmdline')?.text ?? '', /vmwright\.agent/);
  });

  it('gives disks to the driver of Xen', () => {
    const disks = made({
      disks: [
        { path: '/d/base.qcow2', format: 'qcow2', access: 'overlay' },
        { path: '/d/raw', format: 'raw', access: 'write' },
        { path: '/d/ro', format: 'raw', access: 'read' },
      ],
    }).all('devices', 'disk');
    const told = disks.map((disk) => [
      disk.first('driver')?.attribute('type'),
      disk.first('driver')?.attribute('name'),
      disk.first('target')?.attribute('dev'),
      disk.first('readonly') !== undefined,
    ]);
    assert.deepEqual(told, [
      ['qcow2', 'qemu', 'xvda', false],
      ['raw', 'phy', 'xvdb', false],
      ['raw', 'phy', 'xvdc', true],
    ]);
    assert.notEqual(disks[0]?.first('source')?.attribute('file'), '/d/base.qcow2');
    assert.equal(xenDiskName(25), 'xvdz');
  });

  it('has the interface that was asked for', () => {
    const of = (network: VmSpec['network']) => made({ network }).all('devices', 'interface')[0];
    assert.equal(of({ type: 'none' }), undefined);
    const bridge = of({ type: 'bridge', bridge: 'br0', mac: '00:16:3e:00:00:01' });
    assert.deepEqual(
      [attributes(bridge), attributes(bridge?.first('source'))],
      [{ type: 'bridge' }, { bridge: 'br0' }],
    );
    const user = of({ type: 'user', restrict: false });
    assert.deepEqual(
      [attributes(user), attributes(user?.first('script'))],
      [{ type: 'ethernet' }, { path: '/cache/toolstack' }],
    );
  });

  it('starts a whole disk with the serial port as its console', () => {
    const domain = made({ boot: { type: 'disk', firmware: 'bios' } }, 'hvm');
    assert.equal(domain.first('os', 'boot')?.attribute('dev'), 'hd');
    assert.equal(domain.first('devices', 'serial')?.attribute('type'), 'pty');
    assert.equal(domain.first('devices', 'console'), undefined);
  });
});
