import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { createVm, type Host, isVmError, type Vm, type VmEvent, type VmOptions, connect } from 'vmwright';
import { eventually, processesMentioning } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { Cable } from './support/cable.js';
import { noSshd, Sshd } from './support/sshd.js';

const withCode = (code: string) => (error: unknown) => {
  assert.ok(isVmError(error), String(error));
  assert.equal(error.code, code, error.message);
  return true;
};

/** When and how a promise settled. */
async function settled(promise: Promise<unknown>): Promise<{ error: unknown; at: number }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, at: performance.now() };
}

/** Milliseconds in which a client has to be back after the host is; the machine may be busy. */
const BACK = 30_000;

describe('VMs whose host goes out of reach', function () {
  this.timeout(120_000);
  let sshd: Sshd;
  let options: VmOptions;
  let events: VmEvent[];

  before(async function () {
    const reason = noSshd();
    if (reason !== undefined) skipBecause(this, reason);
    sshd = await Sshd.start();
  });
  beforeEach(() => {
    events = [];
    options = {
      ...{ host: sshd.url, ssh: sshd.options(), engine: 'qemu', hypervisor: 'emulated', memory: '192MiB' },
      onEvent: (event) => events.push(event),
    };
  });
  afterEach('nothing is left on the host', async () => {
    await eventually('all VMs are gone', () => remains().length === 0, 10_000).catch(() => {});
    const left = remains();
    for (const line of processesMentioning(sshd.path('run'))) process.kill(Number(line.split(' ')[0]), 'SIGKILL');
    assert.deepEqual(left, []);
  });
  after(() => sshd?.stop());

  /** Folders and processes of VMs on the host. */
  const remains = (): string[] => {
    const folders = ['run', 'state'].flatMap((name) => readdirSync(sshd.path(name)));
    const ours = folders.filter((name) => name.startsWith('vm-'));
    return [...ours, ...processesMentioning(sshd.path('run', 'vm-'))];
  };
  const types = () => events.map(({ type }) => type);
  const happens = (type: VmEvent['type']) => eventually(type, () => types().includes(type), BACK);
  const bootId = async (vm: Vm) => (await vm.exec('cat', ['/proc/sys/kernel/random/boot_id'])).stdout;
  const qemuPid = (vm: Vm) => Number(readFileSync(sshd.path('run', vm.id, 'pid'), 'utf8'));

  it('a detached VM lives on, and is used again after it', async () => {
    const vm = await createVm({ ...options, detached: true });
    try {
      const boot = await bootId(vm);
      const running = settled(vm.exec('sleep', ['1000']));
      const child = await vm.spawn('sh', ['-c', 'echo begun; sleep 1000']);
      const reading = settled(child.stdout.toArray());
      const process = settled(child.exited);
      const forward = await vm.forward({ guestPort: 1 });
      const consoles = [await vm.console(), await vm.followConsole()];
      const consoleErrors = consoles.map((stream) => once(stream, 'error'));
      for (const stream of consoles) stream.resume();
      const since = performance.now();
      sshd.killSessions();
      for (const [what, { error, at }] of Object.entries({
        exec: await running,
        stdout: await reading,
        process: await process,
      })) {
        assert.ok(isVmError(error) && ['HOST_LOST', 'AGENT_LOST'].includes(error.code), `${what}: ${error}`);
        assert.ok(at - since < 1000, `${what} took ${at - since} ms`);
      }
      withCode('HOST_LOST')((await running).error);
      withCode('HOST_LOST')((await process).error);
      for (const [error] of await Promise.all(consoleErrors)) withCode('HOST_LOST')(error);
      await happens('ready');
      await eventually('it is ready again', () => types().filter((type) => type === 'ready').length === 2, BACK);
      assert.deepEqual(types(), ['created', 'booting', 'ready', 'host-lost', 'host-restored', 'ready']);
      assert.equal(vm.state, 'running');
      assert.equal(await bootId(vm), boot);
      await assertRefused(forward.port);
      assert.match(await vm.consoleLog(), /./);
      await vm.pause();
      sshd.killSessions();
      await eventually('it is back a second time', () => types().filter((type) => type === 'host-restored').length === 2, BACK);
      assert.equal(vm.state, 'paused');
      await vm.resume();
      assert.equal(await bootId(vm), boot);
    } finally {
      await vm.destroy();
    }
    assert.equal(events.at(-1)?.type, 'stopped');
  });

  it('every call fails at once until the host is back', async () => {
    const vm = await createVm({ ...options, detached: true });
    try {
      await sshd.kill();
      await happens('host-lost');
      assert.equal(vm.state, 'unreachable');
      const since = performance.now();
      const calls = [vm.exec('true'), vm.pause(), vm.stats(), vm.console(), vm.consoleLog(), vm.followConsole()];
      const more = [vm.readFile('/etc/passwd'), vm.stop(), vm.destroy(), vm.waitFor({ log: /x/ })];
      for (const { error } of await Promise.all([...calls, ...more].map(settled))) withCode('HOST_LOST')(error);
      assert.ok(performance.now() - since < 1000);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      assert.equal(vm.state, 'unreachable');
      await sshd.listen();
      await happens('host-restored');
      assert.equal((await vm.exec('echo', ['back'])).stdout, 'back\n');
    } finally {
      await sshd.listen().catch(() => {});
      await vm.destroy();
    }
  });
});
