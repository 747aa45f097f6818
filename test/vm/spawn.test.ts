import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isVmError } from 'vmwright';
import { onEveryTarget, sharedVm } from '../support/targets.js';

/** Bytes in buffers that are really in use: what only waits for the collector does not count. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect(); // the first leaves freeing the memory to a thread, which the second waits for
  return process.memoryUsage().arrayBuffers;
}

async function text(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}

onEveryTarget('spawn', (target) => {
  const vm = sharedVm(target);

  it('talks to a command line by line', async () => {
    const cat = await vm().spawn('cat');
    assert.ok(cat.pid > 1);
    cat.stdin.write('one\n');
    const [first] = (await cat.stdout[Symbol.asyncIterator]().next()).value.toString().split('\n');
    assert.equal(first, 'one');
    cat.kill();
    assert.deepEqual(await cat.exited, { exitCode: null, signal: 'SIGTERM' });
  });

  it('ends with stdin', async () => {
    const cat = await vm().spawn('cat');
    cat.stdin.end('bye');
    assert.equal(await text(cat.stdout), 'bye');
    assert.deepEqual(await cat.exited, { exitCode: 0, signal: null });
  });

  it('holds a fast writer back for a slow reader, in bounded memory', async function () {
    this.timeout(120_000);
    const held = heldBytes();
    const writer = await vm().spawn('dd', ['if=/dev/zero', 'bs=1M', 'count=1024']);
    await sleep(2000); // nobody reads: the guest process must stall, not fill our memory
    let peak = heldBytes() - held;
    let received = 0;
    let next = 0;
    for await (const chunk of writer.stdout) {
      received += (chunk as Buffer).length;
      if (received < next) continue;
      next = received + 2 ** 20;
      peak = Math.max(peak, heldBytes() - held);
      if (received > 12 * 2 ** 20) break; // enough to tell; the rest only costs time under emulation
    }
    writer.kill('SIGKILL');
    writer.stdout.resume();
    writer.stderr.resume();
    await writer.exited;
    assert.ok(peak < 8 * 2 ** 20, `held ${(peak / 2 ** 20).toFixed(1)} MiB`);
  });

  it('runs on a pty that knows its size', async () => {
    const shell = await vm().spawn('sh', ['-c', 'tty; stty size'], { pty: { columns: 100, rows: 30 } });
    const output = await text(shell.stdout);
    assert.match(output, /\/dev\/pts\/\d+/);
    assert.match(output, /30 100/);
  });

  it('resizes a pty', async () => {
    const shell = await vm().pty('sh');
    shell.resize(132, 43);
    shell.stdin.write('stty size; exit\n');
    assert.match(await text(shell.stdout), /43 132/);
    await shell.exited;
  });

  it('kills the command when the caller aborts later', async () => {
    const controller = new AbortController();
    const sleeper = await vm().spawn('sleep', ['9999'], { signal: controller.signal });
    controller.abort();
    await assert.rejects(sleeper.exited, (error) => isVmError(error) && error.code === 'ABORTED');
  });

  it('kills the command at the end of its scope', async () => {
    let pid = 0;
    {
      await using sleeper = await vm().spawn('sleep', ['6666']);
      pid = sleeper.pid;
    }
    assert.notEqual((await vm().exec('kill', ['-0', String(pid)])).exitCode, 0);
  });
});
