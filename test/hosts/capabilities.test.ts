import assert from 'node:assert/strict';
import { connect, type Host, isVmError } from 'vmwright';
import { connectSsh } from '#src/remote/index.js';
import { requireHost, sshOptions } from './support/real-host.js';

/** Milliseconds; an emulated host that shares its CPU with others took one minute to be asked everything. */
const BUSY_LIMIT = 200_000;

for (const name of ['kvm', 'xen'] as const) {
  describe(`real ${name} host`, function () {
    this.timeout(BUSY_LIMIT);
    let host: Host;
    before(async function () {
      host = await connect(requireHost(this, name).url, sshOptions());
    });
    after(() => host?.close());

    it('is reached, and says what it is', async () => {
      const { platform, arch, cpus, memory } = await host.capabilities();
      assert.deepEqual([platform, arch], ['linux', 'x64']);
      assert.ok(cpus >= 1 && memory > 2 ** 30);
    });

    it('tells its hypervisor, and that it has not the other one', async () => {
      const { hypervisors } = await host.capabilities();
      for (const report of hypervisors) {
        const expected = report.name === name;
        assert.deepEqual([report.present, report.usable], [expected, expected], JSON.stringify(report));
        assert.match(report.reason, /./);
      }
      assert.deepEqual(hypervisors.map((report) => report.name).sort(), ['kvm', 'xen']);
    });

    it('refuses a hypervisor that it does not have', async () => {
      const hypervisor = name === 'kvm' ? 'xen' : 'kvm';
      await assert.rejects(host.createVm({ hypervisor }), (error) => {
        assert.ok(isVmError(error) && error.code === 'ENGINE_UNAVAILABLE', String(error));
        return true;
      });
    });
  });
}

describe('real kvm host: its engines', () => {
  it('chooses KVM by itself', async function () {
    this.timeout(BUSY_LIMIT);
    await using host = await connect(requireHost(this, 'kvm').url, sshOptions());
    const { choice } = await host.capabilities();
    assert.equal(choice?.hypervisor, 'kvm');
  });
});

describe('real xen host: Xen itself', function () {
  this.timeout(BUSY_LIMIT);

  it('answers xl info through the connection', async function () {
    const runner = await connectSsh(requireHost(this, 'xen').url, sshOptions());
    try {
      const { exitCode, stdout, stderr } = await runner.run(['xl', 'info']);
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, /^xen_version +: 4\.\d+/m);
      assert.match(stdout, /^virt_caps +: .*\bhvm\b/m);
    } finally {
      await runner.close();
    }
  });

  it('is reported with its version, its domain and the guests that it runs', async function () {
    await using host = await connect(requireHost(this, 'xen').url, sshOptions());
    const xen = (await host.capabilities()).hypervisors.find((report) => report.name === 'xen');
    assert.match(xen?.version ?? '', /^4\.\d+/);
    assert.equal(xen?.dom0, true);
    assert.deepEqual([...(xen?.guestTypes ?? [])].sort(), ['hvm', 'pv', 'pvh']);
    assert.ok(xen?.virtCaps?.includes('hap'), String(xen?.virtCaps));
  });

  it('tells the CPUs and the memory of the machine, not those of dom0', async function () {
    await using host = await connect(requireHost(this, 'xen').url, sshOptions());
    const { hypervisors, engines, cpus, memory } = await host.capabilities();
    const { resources } = hypervisors.find(({ name }) => name === 'xen') ?? {};
    assert.ok(resources !== undefined);
    assert.ok(resources.cpus >= cpus && resources.memory > memory, JSON.stringify(resources));
    assert.ok(resources.freeMemory > 0 && resources.freeMemory < resources.memory);
    assert.match(resources.scheduler, /^credit2?$/);
    const features = engines.find(({ engine }) => engine === 'xen')?.features;
    assert.ok(features?.cpuShares.supported && features.tapNetwork.supported);
  });
});
