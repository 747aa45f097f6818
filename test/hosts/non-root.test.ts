import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, createVm, isVmError, type VmOptions } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { HostUser } from './support/host-user.js';
import { BOOT_LIMIT, requireHost, runOnHost, sshOptions } from './support/real-host.js';

/** logind ends what a user has, /run/user/UID too, ten seconds after the last session unless something of it runs. */
const LOGIND_WAITS = 15_000;

describe('a user of a real host who is not root', function () {
  this.timeout(BOOT_LIMIT * 3);
  let user: HostUser | undefined;
  afterEach('removes the user', async () => {
    const left = await user?.remove();
    user = undefined;
    assert.deepEqual(left ?? [], [], 'left by the user');
  });

  const optionsOf = ({ host }: HostUser): VmOptions => ({
    host: host.url,
    ssh: sshOptions(),
    hypervisor: 'kvm',
    memory: '192MiB',
    timeout: BOOT_LIMIT,
  });

  it('runs VMs under KVM as a member of the group kvm, and keeps a detached one after logging out', async function () {
    const root = requireHost(this, 'kvm');
    user = await HostUser.add(root, 'kvm');
    const { name, host } = user;
    const vm = await createVm({ ...optionsOf(user), detached: true });
    assert.equal((await vm.exec('cat', ['/proc/1/comm'])).exitCode, 0);
    const bootId = String(await vm.readFile('/proc/sys/kernel/random/boot_id'));
    await vm.detach();
    const connections = () => runOnHost(root, 'pgrep -u "$1" -x sshd || true', name);
    await eventually('the user is logged out', async () => (await connections()) === '', 60_000);
    await sleep(LOGIND_WAITS);
    await using again = await connect(host.url, sshOptions());
    const found = await again.getVm(vm.id);
    assert.equal(String(await found.readFile('/proc/sys/kernel/random/boot_id')), bootId);
    await found.destroy();
  });

  it('is told what is missing without that group', async function () {
    user = await HostUser.add(requireHost(this, 'kvm'));
    await using host = await connect(user.host.url, sshOptions());
    const { hypervisors, engines, choice } = await host.capabilities();
    const kvm = hypervisors.find((report) => report.name === 'kvm');
    assert.deepEqual([kvm?.present, kvm?.usable], [true, false]);
    assert.match(`${kvm?.reason} ${kvm?.remedy}`, /permission|may not|denied/i);
    assert.match(kvm?.remedy ?? '', /(adduser|usermod).*kvm/);
    assert.ok(engines.every((engine) => !engine.hypervisors.includes('kvm')));
    assert.notEqual(choice?.hypervisor, 'kvm');
    await assert.rejects(createVm(optionsOf(user)), (error) => {
      assert.ok(isVmError(error) && error.code === 'ENGINE_UNAVAILABLE', String(error));
      assert.match(error.message, /kvm/i);
      return true;
    });
  });
});
