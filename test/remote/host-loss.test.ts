import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { VmOptions } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { Cable } from './support/cable.js';
import { BENCH_PLACE, bootId, type Outcome, outcome, SshBench, withCode } from './support/ssh-bench.js';
import { makeKey } from './support/sshd.js';

const { prompt: PROMPT, back: BACK } = BENCH_PLACE;

describe(`VMs whose host goes out of reach (${BENCH_PLACE.name})`, function () {
  this.timeout(300_000);
  let bench: SshBench;

  before(async function () {
    bench = await SshBench.open(this);
  });
  afterEach(() => bench.assertNoVms());
  after(() => bench?.close());

  const detached = (options: VmOptions = {}) => bench.createVm({ detached: true, ...options });
  const happens: SshBench['happens'] = (...args) => bench.happens(...args);

  it('a detached VM lives on and is used again', async () => {
    const vm = await detached();
    const boot = await bootId(vm);
    const running = outcome(vm.exec('sleep', ['1000']));
    const child = await vm.spawn('sh', ['-c', 'echo begun; sleep 1000']);
    const reading = outcome(text(child.stdout));
    const { port } = await vm.forward({ guestPort: 1 });
    const console = await vm.console();
    const follower = await vm.followConsole();
    const broken = (async (): Promise<Outcome> => {
      const [error] = await once(console.resume(), 'error');
      return { error, at: performance.now() };
    })();
    await bench.sshd.killSessions();
    const since = performance.now();
    for (const { error, at } of await Promise.all([running, outcome(child.exited), reading, broken])) {
      withCode('HOST_LOST')(error);
      assert.ok(at - since < PROMPT, `it took ${at - since} ms`);
    }
    await happens('ready', 2);
    assert.deepEqual(bench.types(), ['created', 'booting', 'ready', 'host-lost', 'host-restored', 'ready']);
    assert.equal(vm.state, 'running');
    assert.equal(await bootId(vm), boot);
    await vm.exec('sh', ['-c', 'echo after the loss >/dev/console']);
    for await (const chunk of follower) if (String(chunk).includes('after the loss')) break;
    assert.equal((await once(connectTcp(port), 'error'))[0].code, 'ECONNRESET');
    await vm.destroy();
    assert.equal(bench.types().at(-1), 'stopped');
  });

  it('a paused VM is paused when the host is back, and may be lost again', async () => {
    const vm = await detached();
    const boot = await bootId(vm);
    await vm.pause();
    for (const times of [1, 2, 3, 4, 5]) {
      await bench.sshd.killSessions();
      await happens('host-restored', times);
      assert.equal(vm.state, 'paused');
    }
    await vm.resume();
    assert.equal(await bootId(vm), boot);
    await vm.destroy();
  });

  it('every call fails at once until the host is back', async () => {
    const vm = await detached();
    await bench.sshd.kill();
    await happens('host-lost');
    assert.equal(vm.state, 'unreachable');
    const since = performance.now();
    const calls = [
      vm.exec('true'),
      vm.readFile('/etc/passwd'),
      vm.pause(),
      vm.stats(),
      vm.waitFor({ log: /x/ }),
    ];
    const more = [vm.console(), vm.consoleLog(), vm.followConsole(), vm.stop(), vm.destroy()];
    for (const { error } of await Promise.all([...calls, ...more].map(outcome))) withCode('HOST_LOST')(error);
    assert.ok(performance.now() - since < 1000);
    await sleep(3000);
    assert.equal(vm.state, 'unreachable');
    await bench.sshd.listen();
    await happens('ready', 2);
    assert.equal((await vm.exec('echo', ['back'])).stdout, 'back\n');
    assert.deepEqual([bench.count('host-lost'), bench.count('host-restored')], [1, 1]);
    await vm.destroy();
  });

  it('can be let go of while it is unreachable, and be found again', async () => {
    const vm = await detached();
    const boot = await bootId(vm);
    await bench.sshd.kill();
    await happens('host-lost');
    await vm.detach();
    await bench.sshd.listen();
    await using host = await bench.connect();
    const again = await host.getVm(vm.id);
    assert.equal(await bootId(again), boot);
    await again.destroy();
  });

  it('a VM that belongs to the connection ends with it', async () => {
    const vm = await bench.createVm();
    const running = outcome(vm.exec('sleep', ['1000']));
    await sleep(200);
    await bench.sshd.killSessions();
    const since = performance.now();
    const { error, at } = await running;
    withCode('HOST_LOST')(error);
    assert.ok(at - since < PROMPT, `it took ${at - since} ms`);
    const last = bench.events.at(-1);
    assert.ok(last?.type === 'crashed' && last.reason === 'host-lost');
    await assert.rejects(vm.exec('true'), withCode('HOST_LOST'));
    await vm.destroy();
    await eventually('it is gone on the host', async () => (await bench.remains()).length === 0, BACK / 2);
  });

  it('tells what became of a VM while nobody could look', async () => {
    const endings = [
      ['KILL', /^crashed killed QEMU: killed by SIGKILL$/],
      ['TERM', /^stopped guest-shutdown it ended in good order/],
    ] as const;
    for (const [signal, expected] of endings) {
      bench.events.length = 0;
      const vm = await detached();
      const pid = await bench.qemuPid(vm.id);
      await bench.sshd.kill();
      await happens('host-lost');
      await bench.signal(pid, signal);
      const runs = (line: string) => line.startsWith(`process ${pid} `);
      await eventually(`${signal} ends QEMU`, async () => !(await bench.remains()).some(runs), BACK / 2);
      await bench.sshd.listen();
      await eventually('the end is told', () => ['stopped', 'crashed'].includes(vm.state), BACK);
      const last = bench.events.at(-1);
      assert.ok(last?.type === 'stopped' || last?.type === 'crashed');
      assert.match(`${last.type} ${last.reason} ${last.detail}`, expected);
      await vm.destroy();
    }
  });

  it('comes back from a cut that the host does not notice', async () => {
    await using cable = await Cable.to(bench.sshd.url);
    const vm = await detached(cable.options(bench));
    const boot = await bootId(vm);
    (await vm.console()).resume();
    for (const times of [1, 2, 3, 4]) {
      cable.cut();
      await happens('ready', times + 1);
      assert.equal(await bootId(vm), boot);
      const console = await vm.console();
      await vm.exec('sh', ['-c', `echo round ${times} >/dev/console`]);
      for await (const chunk of console) if (String(chunk).includes(`round ${times}`)) break;
    }
    await vm.destroy();
  });

  it('gives up when the host shows another key', async () => {
    const right = readFileSync(bench.sshd.knownHosts, 'utf8');
    const knownHosts = `${bench.sshd.knownHosts}.mine`;
    const otherKey = `${bench.sshd.knownHosts}.key`;
    makeKey(otherKey);
    writeFileSync(knownHosts, right);
    const vm = await detached({ ssh: bench.sshd.options({ knownHosts }) });
    await bench.sshd.kill();
    await happens('host-lost');
    writeFileSync(knownHosts, `${right.split(' ')[0]} ${readFileSync(`${otherKey}.pub`, 'utf8')}`);
    await bench.sshd.listen();
    await eventually('the end is told', () => vm.state === 'stopped', BACK);
    const last = bench.events.at(-1);
    assert.ok(last?.type === 'stopped' && last.reason === 'host-lost', JSON.stringify(last));
    assert.match(last.detail, /another key|key/);
    await assert.rejects(vm.destroy(), withCode('HOST_LOST'));
    await using host = await bench.connect();
    await (await host.getVm(vm.id)).destroy();
  });
});
