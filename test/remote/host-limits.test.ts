import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/leaks.js';
import { BENCH_PLACE, bootId, outcome, SshBench, withCode } from './support/ssh-bench.js';

describe(`VMs on ssh hosts with limits (${BENCH_PLACE.name})`, function () {
  this.timeout(300_000);
  let bench: SshBench;
  afterEach(async () => {
    try {
      await bench?.assertNoVms();
    } finally {
      await bench?.close();
    }
  });

  it('works with one session for each connection', async function () {
    bench = await SshBench.open(this, 'MaxSessions 1');
    await using vm = await bench.createVm({ detached: true });
    const numbers = Array.from({ length: 10 }, (_, i) => String(i));
    const results = await Promise.all(numbers.map((n) => vm.exec('echo', [n])));
    assert.deepEqual(
      results.map(({ stdout }) => stdout.trim()),
      numbers,
    );
    assert.ok((await vm.stats()).residentBytes > 0);
    const follower = await vm.followConsole();
    const console = await vm.console();
    await vm.exec('sh', ['-c', 'echo to the console >/dev/console']);
    for await (const chunk of console) if (String(chunk).includes('to the console')) break;
    const running = outcome(vm.exec('sleep', ['1000']));
    await bench.sshd.killSessions();
    withCode('HOST_LOST')((await running).error);
    await bench.happens('ready', 2);
    assert.equal((await vm.exec('echo', ['back'])).stdout, 'back\n');
    assert.ok(follower instanceof Object);
    await vm.destroy();
  });

  it('works where sshd forbids to forward sockets', async function () {
    bench = await SshBench.open(this, 'AllowStreamLocalForwarding no');
    await using vm = await bench.createVm({ detached: true });
    const boot = await bootId(vm);
    assert.equal((await vm.exec('wc', ['-c'], { input: Buffer.alloc(1_000_000) })).stdout.trim(), '1000000');
    const { stdout } = await vm.exec('sh', ['-c', 'yes | head -c 3000000']);
    assert.equal(stdout.length, 3_000_000);
    const child = await vm.spawn('sleep', ['1000']);
    const reading = outcome(text(child.stdout));
    await bench.sshd.killSessions();
    withCode('HOST_LOST')((await outcome(child.exited)).error);
    withCode('HOST_LOST')((await reading).error);
    await bench.happens('ready', 2);
    assert.equal(await bootId(vm), boot);
    await vm.destroy();
  });

  it('leaves what is detached and nothing else when the client is killed', async function () {
    bench = await SshBench.open(this);
    const { sshd } = bench;
    const source = `import { createVm } from 'vmwright';
      const options = ${JSON.stringify(bench.vmOptions)};
      await createVm({ ...options, name: 'kept', detached: true });
      const own = await createVm({ ...options, name: 'own' });
      own.exec('sleep', ['1000']).catch(() => {});
      process.send(own.id);`;
    writeFileSync('build/ssh-killed.mjs', source);
    const client = fork('build/ssh-killed.mjs', { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const [id] = (await once(client, 'message')) as [string];
    await sleep(300);
    client.kill('SIGKILL');
    await once(client, 'exit');
    const own = async () => (await bench.remains()).filter((line) => line.includes(id));
    await eventually('its own VM is gone', async () => (await own()).length === 0, BENCH_PLACE.back / 2);
    assert.equal(await sshd.run('ls "$1"', sshd.path('run', 'names')), '=kept\n');
    await using host = await bench.connect();
    const vm = await host.getVm('kept');
    assert.equal((await vm.exec('echo', ['alive'])).stdout, 'alive\n');
    await vm.destroy();
  });
});
