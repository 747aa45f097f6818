import assert from 'node:assert/strict';
import { connect, domainOf, type Host, isVmError } from 'vmwright';
import { skipBecause } from '../support/skip.js';
import {
  BOOT_LIMIT,
  libvirtUrl,
  type RealHost,
  requireHost,
  runOnHost,
  sshOptions,
} from './support/real-host.js';
import { VirshDomain } from './support/virsh-domain.js';
import { XenLibvirtd } from './support/xen-libvirtd.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;

describe('libvirt of a KVM host', function () {
  this.timeout(180_000);
  let real: RealHost;
  let host: Host;
  before(async function () {
    real = requireHost(this, 'kvm');
    host = await connect(libvirtUrl(real, 'qemu'), sshOptions());
  });
  after(() => host?.close());

  it('tells what it can do', async () => {
    const { engines, choice } = await host.capabilities();
    assert.deepEqual([engines.length, engines[0]?.engine], [1, 'libvirt']);
    assert.ok(engines[0]?.usable, engines[0]?.reason);
    assert.equal(choice?.engine, 'libvirt');
  });

  it('lists and controls a domain that virsh made, and leaves it to the others', async () => {
    await using domain = await VirshDomain.create(real, `foreign-${process.pid}`);
    const { name } = domain;
    const info = (await host.listVms()).find((each) => each.name === name);
    assert.deepEqual([info?.foreign, info?.hypervisor, info?.memory], [true, 'kvm', 64 * 2 ** 20]);
    const vm = await host.getVm(name);
    await vm.pause();
    assert.match(await domain.state(), /paused/);
    await vm.resume();
    assert.match(await domain.state(), /running/);
    assert.ok((await vm.stats()).residentBytes > 0);
    const console = await vm.console();
    assert.ok(console.writable);
    console.destroy();
    await vm.destroy();
    assert.equal(vm.state, 'stopped');
    await assert.rejects(host.getVm(name), withCode('VM_NOT_FOUND'));
  });
});

describe('libvirt of a Xen host', function () {
  this.timeout(180_000);

  it('is not started, as that would stop the domains of xl', async function () {
    const real = requireHost(this, 'xen');
    const running = () => runOnHost(real, 'pgrep -x libvirtd || echo none');
    const [before, domains] = await Promise.all([running(), runOnHost(real, 'xl list | cut -d " " -f 1')]);
    if (!before.includes('none')) skipBecause(this, 'libvirtd runs there already');
    await using host = await connect(real.url, sshOptions());
    const { engines } = await host.capabilities();
    const report = engines.find(({ engine }) => engine === 'libvirt');
    assert.equal(report?.usable, false);
    assert.match(report?.reason ?? '', /dom0/);
    await assert.rejects(host.createVm({ engine: 'libvirt' }), withCode('ENGINE_UNAVAILABLE'));
    assert.match(await running(), /none/);
    assert.equal(await runOnHost(real, 'xl list | cut -d " " -f 1'), domains);
  });

  it('makes PV guests once it runs, and does not take dom0 for one', async function () {
    this.timeout(BOOT_LIMIT * 3);
    const real = requireHost(this, 'xen');
    await using _libvirtd = await XenLibvirtd.start(real);
    await using host = await connect(libvirtUrl(real, 'xen'), sshOptions());
    await assert.rejects(host.createVm({ hypervisor: 'kvm' }), withCode('ENGINE_UNAVAILABLE'));
    const before = await host.listVms();
    assert.ok(!before.some(({ name }) => name === 'Domain-0'));
    await using vm = await host.createVm({ machine: 'pv', memory: '256MiB', network: 'none' });
    assert.deepEqual([vm.engine, vm.hypervisor], ['libvirt', 'xen']);
    assert.equal(await domainOf(vm).getOSType(), 'xen'); // of PVH guests: xenpvh
    assert.match((await vm.exec('cat', ['/sys/hypervisor/guest_type'])).stdout, /^PV$/m);
    const known = (await host.listVms()).find(({ id }) => id === vm.id);
    assert.equal(known?.foreign, false);
    await assert.rejects(host.getVm('00000000-0000-0000-0000-000000000000'), withCode('VM_NOT_FOUND'));
  });
});
