import assert from 'node:assert/strict';
import { connect, type Host, isVmError } from 'vmwright';
import { BRIDGES, NO_FORWARDING } from '../support/hide-programs.js';
import { eventually } from '../support/leaks.js';
import { HostSshd } from './support/host-sshd.js';
import { HostUser } from './support/host-user.js';
import { BOOT_LIMIT, libvirtUrl, type RealHost, requireHost, runOnHost } from './support/real-host.js';
import { SocketRelay } from './support/socket-relay.js';
import { VirshDomain } from './support/virsh-domain.js';

/** Milliseconds for a refusal: nothing is started or sent, but the host is emulated. */
const AT_ONCE = 30_000;
const HELPERS = 'pgrep -x virt-ssh-helper || true';

describe('ways to the libvirt of a KVM host over ssh', function () {
  this.timeout(BOOT_LIMIT * 3);
  let real: RealHost;
  let sshd: HostSshd | undefined;
  let user: HostUser | undefined;
  before(function () {
    real = requireHost(this, 'kvm');
  });
  afterEach('leaves nothing on the host', async () => {
    const [server, guest] = [sshd, user];
    [sshd, user] = [undefined, undefined];
    const none = async () => (await server?.remains())?.length === 0;
    if (server !== undefined) await eventually('nothing is left', none, 60_000).catch(() => {});
    const left = (await server?.remains()) ?? [];
    await server?.stop();
    assert.deepEqual([...left, ...((await guest?.remove()) ?? [])], []);
  });

  /** libvirt's daemon of the system through an sshd that forbids forwarding. */
  const restricted = async (hidden: readonly string[]): Promise<Host> => {
    sshd = await HostSshd.start(real, { config: NO_FORWARDING, hidden });
    return connect(libvirtUrl(sshd.real, 'qemu'), sshd.options());
  };
  const runsUnderKvm = async (host: Host) => {
    await using vm = await host.createVm({ hypervisor: 'kvm', memory: '192MiB', timeout: BOOT_LIMIT });
    assert.deepEqual([vm.engine, vm.hypervisor], ['libvirt', 'kvm']);
    assert.equal((await vm.exec('cat', [], { input: 'there and back' })).stdout, 'there and back');
    const known = (await host.listVms()).find(({ id }) => id === vm.id);
    assert.equal(known?.foreign, false);
  };

  it('a program of the host carries the sockets where sshd forbids forwarding', async () => {
    await using host = await restricted([]);
    await runsUnderKvm(host);
    assert.equal(await runOnHost(real, HELPERS), '');
  });

  it("libvirt's helper controls domains where no program carries sockets; VMs are refused before anything starts", async () => {
    await using domain = await VirshDomain.create(real, `helped-${process.pid}`);
    await using host = await restricted(BRIDGES);
    const vm = await host.getVm(domain.name);
    assert.notEqual(await runOnHost(real, HELPERS), '');
    await vm.pause();
    assert.match(await domain.state(), /paused/);
    await vm.resume();
    assert.match(await domain.state(), /running/);
    const logs = () => runOnHost(real, 'ls /var/log/libvirt/qemu');
    const before = await logs();
    const start = performance.now();
    await assert.rejects(host.createVm({ hypervisor: 'kvm' }), (error) => {
      assert.ok(isVmError(error) && error.code === 'ENGINE_UNAVAILABLE', String(error));
      assert.match(String(error.remedy), /AllowStreamLocalForwarding.*perl/);
      return true;
    });
    assert.ok(performance.now() - start < AT_ONCE);
    assert.equal(await logs(), before);
  });

  it("a user's daemon is started by libvirt's helper, and runs VMs under KVM", async () => {
    user = await HostUser.add(real, 'kvm');
    sshd = await HostSshd.start(real, { user: user.name, config: NO_FORWARDING });
    await using host = await connect(libvirtUrl(sshd.real, 'qemu', 'session'), sshd.options());
    assert.deepEqual(await host.listVms(), []);
    assert.notEqual(await runOnHost(real, HELPERS), '');
    await runsUnderKvm(host);
  });

  it('the socket of virtqemud stands before that of libvirtd', async () => {
    // Debian 12 has no modular daemons: its libvirtd speaks for the other one.
    const socket = '/run/libvirt/virtqemud-sock';
    await using relay = await SocketRelay.start(real, socket, '/run/libvirt/libvirt-sock');
    sshd = await HostSshd.start(real);
    await using host = await connect(libvirtUrl(sshd.real, 'qemu'), sshd.options());
    await runsUnderKvm(host);
    assert.ok((await relay.connections()) > 0);
  });
});
