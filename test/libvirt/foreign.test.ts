import assert from 'node:assert/strict';
import { connect, domainOf, type Host, isVmError, type Vm, type VmEvent } from 'vmwright';
import { Connect } from 'vmwright/libvirt';
import { requireLibvirt } from '../native/support/libvirt-node.js';
import { eventually } from '../support/leaks.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;
const HOST = 'libvirt+test:///default';

/** libvirt's own test driver stands for a hypervisor whose domains others made; it is the same for all of this process. */
describe('domains that others made', function () {
  this.timeout(30_000);
  let host: Host;
  let other: Connect;
  before(async function () {
    requireLibvirt(this);
    host = await connect(HOST);
    other = await Connect.open('test:///default');
  });
  after(async () => {
    await host?.close();
    await other?.close();
  });

  /** A domain of this test alone. */
  async function domain(name: string, persistent = false): Promise<void> {
    const xml = `<domain type='test'><name>${name}</name><memory unit='MiB'>64</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>`;
    if (persistent) await (await other.domainDefineXML(xml)).create();
    else await other.domainCreateXML(xml);
  }
  const told = (vm: Vm) => {
    const events: VmEvent[] = [];
    for (const type of ['paused', 'resumed', 'stopped', 'crashed'] as const)
      vm.on(type, (each) => events.push(each));
    return { events, types: () => events.map(({ type }) => type) };
  };

  it('are listed with what libvirt knows of them', async () => {
    await domain('listed');
    assert.equal(host.id, HOST);
    const info = (await host.listVms()).find(({ name }) => name === 'listed');
    assert.ok(info !== undefined);
    assert.deepEqual(
      [info.foreign, info.engine, info.hypervisor, info.cpus, info.memory, info.detached],
      [true, 'libvirt', 'emulated', 2, 64 * 2 ** 20, true],
    );
    assert.equal(info.id, (await other.domainLookupByName('listed')).getUUIDString());
    await (await host.getVm('listed')).destroy();
    assert.ok(!(await host.listVms()).some(({ name }) => name === 'listed'));
  });

  it('are paused and resumed, by us and by others, and each is told once', async () => {
    await domain('paused');
    const vm = await host.getVm('paused');
    const { types } = told(vm);
    await vm.pause();
    assert.equal(vm.state, 'paused');
    await vm.resume();
    await vm.resume();
    assert.equal(vm.state, 'running');
    const same = await other.domainLookupByName('paused');
    await same.suspend();
    await eventually('it is paused', () => vm.state === 'paused');
    await same.resume();
    await eventually('it runs', () => vm.state === 'running');
    assert.deepEqual(types(), ['paused', 'resumed', 'paused', 'resumed']);
    await vm.destroy();
  });

  it('have no agent and no console log of ours', async () => {
    await domain('strange');
    const vm = await host.getVm('strange');
    await assert.rejects(vm.exec('true'), withCode('AGENT_MISSING'));
    await assert.rejects(vm.followConsole(), withCode('VM_UNSUPPORTED'));
    await vm.destroy();
  });

  it('have snapshots, managed save, networks and pools as libvirt has them', async () => {
    await domain('saved', true);
    const vm = await host.getVm('saved');
    const { events } = told(vm);
    const same = domainOf(vm);
    assert.equal(same.getUUIDString(), vm.id);
    const snapshot = await same.snapshotCreateXML('<domainsnapshot><name>before</name></domainsnapshot>');
    await vm.pause();
    await snapshot.revert();
    await eventually('it runs as before', () => vm.state === 'running');
    await snapshot.delete();
    const networks = await same.connect.listAllNetworks();
    assert.deepEqual(
      networks.map((each) => each.getName()),
      ['default'],
    );
    assert.equal((await same.connect.storagePoolLookupByName('default-pool')).getName(), 'default-pool');
    await same.managedSave();
    await eventually('the VM is saved', () => vm.state === 'stopped');
    assert.ok(events.at(-1)?.type === 'stopped');
    assert.throws(() => domainOf(vm), withCode('VM_STOPPED'));
    const defined = await other.domainLookupByName('saved');
    assert.equal(await defined.hasManagedSaveImage(), true);
    await defined.create();
    const again = await host.getVm('saved');
    assert.equal(again.state, 'running');
    await again.destroy();
    await defined.undefine();
  });

  it('stay defined when they are persistent', async () => {
    await domain('kept', true);
    const vm = await host.getVm('kept');
    const { events } = told(vm);
    await vm.destroy();
    assert.equal(vm.state, 'stopped');
    assert.ok(events[0]?.type === 'stopped' && events[0].reason === 'destroyed');
    const same = await other.domainLookupByName('kept');
    assert.equal(await same.isActive(), false);
    await same.undefine();
    await assert.rejects(host.getVm('kept'), withCode('VM_NOT_FOUND'));
  });

  it('are asked to shut down in the way of their driver', async () => {
    await domain('asked');
    const vm = await host.getVm('asked');
    const { events } = told(vm);
    const before = Date.now();
    await vm.stop({ grace: 20_000 });
    assert.ok(Date.now() - before < 10_000);
    assert.ok(events[0]?.type === 'stopped', JSON.stringify(events));
    assert.equal(events[0].reason, 'guest-shutdown', events[0].detail);
  });

  it('that others end are told so', async () => {
    await domain('ended');
    const vm = await host.getVm('ended');
    const { events } = told(vm);
    await (await other.domainLookupByName('ended')).destroy();
    await eventually('the end is known', () => vm.state === 'stopped');
    assert.ok(events[0]?.type === 'stopped');
    assert.match(events[0].detail, /another program/);
    await assert.rejects(vm.pause(), withCode('VM_STOPPED'));
  });

  it('are let go of and run on', async () => {
    await domain('left');
    {
      await using vm = await host.getVm('left');
      assert.equal(vm.state, 'running');
    }
    const same = await other.domainLookupByName('left');
    assert.equal(await same.isActive(), true);
    await same.destroy();
  });

  it('are all there is where the hypervisor is not QEMU', async () => {
    const { engines, choice } = await host.capabilities();
    assert.deepEqual(
      engines.map(({ engine, usable }) => [engine, usable]),
      [['libvirt', false]],
    );
    assert.match(engines[0]?.reason ?? '', /driver test/);
    assert.equal(choice, undefined);
    await assert.rejects(host.createVm(), withCode('ENGINE_UNAVAILABLE'));
  });
});
