import assert from 'node:assert/strict';
import { Connect, LibvirtError } from 'vmwright/libvirt';
import type { DiskSpec, VmSpec } from '#src/engine/vm-spec.js';
import { diskName } from '#src/libvirt/devices-xml.js';
import { type DomainPlan, domainXml } from '#src/libvirt/domain-xml.js';
import { readMetadata, uuidOf } from '#src/libvirt/metadata.js';
import { readXml, type XmlNode } from '#src/libvirt/xml-reader.js';
import { requireLibvirt } from '../../native/support/libvirt-node.js';
import { plainFolder as folder, plainBoot, plainSpec } from '../support/plain-vm.js';

const spec: VmSpec = {
  ...plainSpec,
  memoryBytes: 512 * 2 ** 20,
  boot: { ...plainBoot, cmdline: ['a', 'b=<c>&"'] },
  exec: { ...plainSpec.exec, user: 'joe' },
  labels: { 'a<b': '"&' },
};
const plan: DomainPlan = {
  uuid: uuidOf(spec.id),
  hypervisor: 'kvm',
  folder,
  files: new Map([['/k/vmlinux', '/var/v/vm-1/boot.0']]),
  blockDevices: new Set(['/dev/sdx']),
  confinement: ['apparmor'],
  libvirtVersion: 9_000_000,
  firmwareVars: '/var/v/vm-1/vars.fd',
};
const made = (changes: Partial<VmSpec> = {}, with_: Partial<DomainPlan> = {}): XmlNode =>
  readXml(domainXml({ ...spec, ...changes }, { ...plan, ...with_ }));
const disk = (path: string, access: DiskSpec['access']): DiskSpec => ({ path, format: 'raw', access });

describe('document of a domain', () => {
  it('boots a kernel where QEMU finds it, with our words and those of the user', () => {
    const domain = made();
    assert.equal(domain.attribute('type'), 'kvm');
    assert.equal(domain.first('os', 'kernel')?.text, '/var/v/vm-1/boot.0');
    assert.equal(domain.first('os', 'initrd')?.text, '/k/initrd');
    assert.match(domain.first('os', 'cmdline')?.text ?? '', /^quiet console=hvc0 .* a b=<c>&"$/);
    assert.equal(domain.first('cpu')?.attribute('mode'), 'host-passthrough');
  });

  it('emulates with what the library knows', () => {
    const emulated = made({}, { hypervisor: 'emulated' });
    assert.deepEqual(
      [emulated.attribute('type'), emulated.first('cpu')?.attribute('mode')],
      ['qemu', 'maximum'],
    );
    assert.equal(made({}, { hypervisor: 'emulated', libvirtVersion: 7_000_000 }).first('cpu'), undefined);
  });

  it('keeps the spec for everybody to read, but no secret', () => {
    const text = domainXml(spec, plan);
    assert.doesNotMatch(text, /hunter2|SECRET/);
    assert.deepEqual(readMetadata(readXml(text)), { ...spec, exec: { env: {}, user: 'joe' } });
    assert.equal(
      readMetadata(readXml('<domain><metadata><x:vm xmlns:x="urn:other"/></metadata></domain>')),
      undefined,
    );
  });

  it('has disks in guest order, each as it may be used', () => {
    const disks = [disk('/a', 'overlay'), disk('/b', 'read'), disk('/dev/sdx', 'write')];
    const found = made({ disks }, { files: new Map([['/b', '/var/v/vm-1/base.1']]) }).all('devices', 'disk');
    const told = found.map((each) => [
      each.first('source')?.attribute('file') ?? each.first('source')?.attribute('dev'),
      each.first('driver')?.attribute('type'),
      each.first('target')?.attribute('dev'),
      each.first('readonly') !== undefined,
    ]);
    assert.deepEqual(told, [
      ['/var/v/vm-1/disk.0.qcow2', 'qcow2', 'vda', false],
      ['/var/v/vm-1/base.1', 'raw', 'vdb', true],
      ['/dev/sdx', 'raw', 'vdc', false],
    ]);
    assert.equal(found[2]?.attribute('type'), 'block');
    assert.deepEqual([0, 25, 26, 27, 701, 702].map(diskName), [
      'vda',
      'vdz',
      'vdaa',
      'vdab',
      'vdzz',
      'vdaaa',
    ]);
  });

  it('has the console that the guest uses, and a channel for each program', () => {
    const virtual = made();
    assert.equal(virtual.first('devices', 'console', 'source')?.attribute('path'), '/run/v/vm-1/console');
    assert.equal(virtual.first('devices', 'serial')?.attribute('type'), 'file');
    assert.deepEqual(
      virtual.all('devices', 'channel', 'source').map((each) => each.attribute('path')),
      [0, 1, 2, 3].map((slot) => `/run/v/vm-1/agent.${slot}`),
    );
    const qemus = made({ agent: 'qemu' });
    assert.deepEqual(
      qemus.all('devices', 'channel', 'target').map((each) => each.attribute('name')),
      ['org.qemu.guest_agent.0'],
    );
    assert.equal(qemus.all('devices', 'serial', 'target').length, 1); // nobody knows the kernel's console
    const serial = made({ agent: false });
    assert.equal(serial.first('devices', 'serial')?.attribute('type'), 'unix');
    assert.deepEqual([...serial.all('devices', 'console'), ...serial.all('devices', 'channel')], []);
  });

  it('has the network that was asked for', () => {
    const type = (network: VmSpec['network']) => made({ network }).first('devices', 'interface');
    assert.equal(type({ type: 'none' }), undefined);
    assert.equal(type({ type: 'user', restrict: false })?.attribute('type'), 'user');
    assert.equal(type({ type: 'user', restrict: true })?.first('link')?.attribute('state'), 'down');
    const mac = '52:54:00:00:00:01';
    assert.equal(type({ type: 'bridge', bridge: 'br0', mac })?.first('source')?.attribute('bridge'), 'br0');
    assert.equal(type({ type: 'tap', device: 'tap0', mac })?.first('target')?.attribute('managed'), 'no');
  });

  it('takes the confinement away only when that was asked for', () => {
    assert.equal(made().first('seclabel'), undefined);
    assert.equal(made({ jail: false }).first('seclabel')?.attribute('model'), 'apparmor');
  });

  it('is what the schema of libvirt allows', async function () {
    this.timeout(30_000);
    requireLibvirt(this);
    const mac = '52:54:00:00:00:01';
    const many = Array.from({ length: 24 }, (_, index) => disk(`/${index}`, 'overlay'));
    const variants: Partial<VmSpec>[] = [
      { disks: [disk('/a', 'overlay'), disk('/b', 'read'), disk('/dev/sdx', 'write')] },
      { agent: false, network: { type: 'user', restrict: true }, disks: many },
      { network: { type: 'bridge', bridge: 'br0', mac }, jail: false },
      { network: { type: 'tap', device: 'tap0', mac } },
      { boot: { type: 'disk', firmware: 'uefi' }, disks: [disk('/a', 'overlay')] },
      { boot: { type: 'disk', firmware: 'bios' }, disks: [disk('/a', 'overlay')] },
    ];
    // Its test driver has no KVM, but looks at the schema first.
    await using connect = await Connect.open('test:///default');
    const schemaSays = async (document: string) => {
      try {
        await connect.domainDefineXMLFlags(document, 'VALIDATE');
      } catch (error) {
        assert.ok(error instanceof LibvirtError);
        return [error.libvirtCode, error.message];
      }
      return [];
    };
    assert.equal(
      (await schemaSays('<domain type="kvm"><name>x</name><evil/></domain>'))[0],
      'XML_INVALID_SCHEMA',
    );
    for (const changes of variants) {
      const [code, message] = await schemaSays(domainXml({ ...spec, ...changes }, plan));
      assert.notEqual(code, 'XML_INVALID_SCHEMA', message);
    }
  });
});

describe('UUID of a domain', () => {
  it('follows from the id of the VM', () => {
    assert.match(uuidOf('vm-1'), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(uuidOf('vm-1'), uuidOf('vm-1'));
    assert.notEqual(uuidOf('vm-1'), uuidOf('vm-2'));
  });
});
