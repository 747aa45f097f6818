import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Vm } from 'vmwright';
import { Cable } from '../remote/support/cable.js';
import { SshBench, withCode } from '../remote/support/ssh-bench.js';
import { eventually } from '../support/leaks.js';

/** Prints numbered lines without end. */
const COUNT = 'i=0; while :; do i=$((i+1)); echo "count $i."; done >/dev/ttyS0';

describe('a console whose host goes out of reach', function () {
  this.timeout(300_000);
  let bench: SshBench;

  before(async function () {
    bench = await SshBench.open(this);
  });
  afterEach(() => bench.assertNoVms());
  after(() => bench?.close());

  /** Collects what a stream gives. */
  const collect = (stream: NodeJS.ReadableStream): { text: string } => {
    const seen = { text: '' };
    stream.on('data', (chunk) => {
      seen.text += String(chunk);
    });
    return seen;
  };
  const numbers = (text: string) => [...text.matchAll(/count (\d+)\./g)].map((match) => Number(match[1]));
  const grows = async (seen: { text: string }) => {
    const before = numbers(seen.text).length;
    await eventually('more is printed', () => numbers(seen.text).length > before, bench.place.back);
  };
  const assertWhole = (text: string) => {
    const found = numbers(text);
    assert.ok(found.length > 0);
    const wrong = found.findIndex((number, index) => number !== index + 1);
    assert.equal(wrong, -1, `after count ${wrong} comes ${found[wrong]}`);
  };

  const counting = async (vm: Vm) => {
    const seen = collect(await vm.followConsole());
    await vm.exec('sh', ['-c', `setsid sh -c '${COUNT}' </dev/null >/dev/null 2>&1 &`]);
    await grows(seen);
    return seen;
  };

  it('is followed on from the byte where it was', async () => {
    await using cable = await Cable.to(bench.sshd.url);
    const vm = await bench.createVm({ detached: true, ...cable.options(bench) });
    const seen = await counting(vm);
    for (const cut of [() => cable.cut(), () => bench.sshd.killSessions(), () => cable.cut()]) {
      const times = bench.count('host-restored') + 1;
      await cut();
      await bench.happens('host-restored', times);
      await grows(seen);
    }
    await vm.destroy();
    assertWhole(seen.text);
  });

  it('is followed to the end of a VM that ended unseen', async () => {
    const vm = await bench.createVm({ detached: true });
    const stream = (await vm.followConsole()) as Readable;
    const seen = collect(stream);
    const ended = once(stream, 'end');
    const pid = await bench.qemuPid(vm.id);
    await bench.sshd.kill();
    await bench.happens('host-lost');
    await bench.signal(pid, 'KILL');
    await bench.sshd.listen();
    await ended;
    assert.ok(seen.text.endsWith(await vm.consoleLog(100)));
    await eventually('the end is told', () => vm.state === 'crashed');
  });

  it('fails when what it printed is lost', async () => {
    const vm = await bench.createVm({ detached: true });
    const stream = await vm.followConsole();
    stream.resume();
    const failed = once(stream, 'error');
    await bench.sshd.kill();
    await bench.happens('host-lost');
    await bench.sshd.run('kill -s KILL "$(cat "$1/pid")"; rm -rf "$1"', bench.sshd.path('run', vm.id));
    await bench.sshd.listen();
    withCode('HOST_LOST')((await failed)[0]);
    await eventually('the end is told', () => vm.state === 'crashed', bench.place.back);
  });

  it('fails at once when the VM ends with its host', async () => {
    const vm = await bench.createVm();
    const stream = await vm.followConsole();
    stream.resume();
    const failed = once(stream, 'error');
    const since = performance.now();
    await bench.sshd.killSessions();
    withCode('HOST_LOST')((await failed)[0]);
    assert.ok(performance.now() - since < bench.place.prompt + 1000);
    assert.equal(vm.state, 'crashed');
  });
});
