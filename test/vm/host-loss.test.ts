import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createVm, type Vm, type VmEvent, type VmOptions } from 'vmwright';
import { HostSshd } from '../hosts/support/host-sshd.js';
import { BOOT_LIMIT, parseRealHost } from '../hosts/support/real-host.js';
import { eventually } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { needsProcess, onEveryTarget } from '../support/targets.js';

/** Milliseconds in which everything is back once the host is. */
const BACK = 60_000;

onEveryTarget('the host of a VM goes out of reach', (target) => {
  let sshd: HostSshd | undefined;
  const created: Vm[] = [];
  const events: VmEvent[] = [];
  before('starts an sshd of its own', async function () {
    const { host } = target.options;
    if (host === undefined) skipBecause(this, 'the target is this machine');
    sshd = await HostSshd.start(parseRealHost(host));
  });
  afterEach(async () => {
    // A detached VM of a test that failed would be in the way of its repetition. The loss of the host ended the others.
    await sshd?.listen();
    await Promise.allSettled(created.splice(0).map((vm) => vm.destroy()));
    const none = async () => (await sshd?.remains())?.length === 0;
    await eventually('nothing is left', none, BACK).catch(() => {});
    assert.deepEqual((await sshd?.remains()) ?? [], []);
    events.splice(0);
  });
  after(() => sshd?.stop());

  const server = (): HostSshd => {
    assert.ok(sshd !== undefined);
    return sshd;
  };
  const create = async (options: VmOptions = {}) => {
    const vm = await createVm({
      ...target.options,
      host: server().url,
      ssh: server().options(),
      timeout: BOOT_LIMIT,
      onEvent: (event) => events.push(event),
      ...options,
    });
    created.push(vm);
    return vm;
  };
  const happens = (type: VmEvent['type'], times = 1) =>
    eventually(
      `${type} ${times} times`,
      () => events.filter((event) => event.type === type).length >= times,
      BACK,
    );
  const bootId = async (vm: Vm) => String(await vm.readFile('/proc/sys/kernel/random/boot_id'));

  it('a detached VM lives on, and everything of it works again', async () => {
    const vm = await create({ detached: true });
    const boot = await bootId(vm);
    await server().kill();
    await happens('host-lost');
    assert.equal(vm.state, 'unreachable');
    await server().listen();
    await happens('ready', 2);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['created', 'booting', 'ready', 'host-lost', 'host-restored', 'ready'],
    );
    assert.equal(await bootId(vm), boot);
    await vm.pause();
    await vm.resume();
    assert.ok((await vm.stats()).cpuSeconds > 0);
    await vm.exec('sh', ['-c', 'echo after the loss >/dev/console']);
    await vm.waitFor({ log: /after the loss/ }, { timeout: BACK });
    await vm.reboot({ timeout: BOOT_LIMIT });
    assert.notEqual(await bootId(vm), boot);
    await vm.destroy();
  });

  it('a detached VM that was killed meanwhile tells so, and how', async function () {
    needsProcess(this, target);
    const vm = await create({ detached: true });
    await server().kill();
    await happens('host-lost');
    const pidFile = vm.engine === 'libvirt' ? '$(cat "$1/pidfile")' : '$1/pid';
    await server().run(`kill -KILL "$(cat "${pidFile}")"`, server().path('run', vm.id));
    await server().listen();
    await happens('crashed');
    const last = events.at(-1);
    assert.ok(last?.type === 'crashed' && last.reason === 'killed', JSON.stringify(last));
    // libvirt knows that it crashed, and no more.
    assert.match(last.detail, vm.engine === 'libvirt' ? /a signal/ : /SIGKILL/);
    await vm.destroy();
  });

  it('another VM ends with its creator, on the host too', async () => {
    const vm = await create();
    const following = await vm.followConsole();
    const failed = once(following.resume(), 'error');
    await server().killSessions();
    await failed;
    assert.equal(vm.state, 'crashed');
    const last = events.at(-1);
    assert.ok(last?.type === 'crashed' && last.reason === 'host-lost', JSON.stringify(last));
  });
});
