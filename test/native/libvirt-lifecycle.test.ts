import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Connect, Domain } from 'vmwright/libvirt';
import { eventually } from '../support/leaks.js';
import { requireLibvirt } from './support/libvirt-node.js';
import { collectGarbage } from './support/memory-use.js';

const LIBVIRT = import.meta.resolve('vmwright/libvirt');
const URI = 'test:///default';

const threads = (): number => readdirSync('/proc/self/task').length;
const rss = (): number => process.memoryUsage.rss();

describe('libvirt binding: closing', () => {
  before(function () {
    requireLibvirt(this);
  });

  it('ends the connection and all that came from it', async () => {
    const connect = await Connect.open(URI);
    const domain = await connect.domainLookupByName('test');
    await connect.close();
    await connect.close();
    assert.throws(() => domain.getName(), { code: 'VM_STATE', message: /closed/ });
    await assert.rejects(domain.getInfo(), { code: 'VM_STATE' });
    await assert.rejects(connect.getHostname(), { code: 'VM_STATE' });
    await assert.rejects(
      connect.on('domain:lifecycle', () => {}),
      { code: 'VM_STATE' },
    );
    assert.throws(() => connect.streamNew(), { code: 'VM_STATE' });
    await domain.close();
  });

  it('lets calls under way finish', async () => {
    const connect = await Connect.open(URI);
    const domain = await connect.domainLookupByName('test');
    const calls = Array.from({ length: 500 }, () => domain.getXMLDesc());
    const names = Array.from({ length: 100 }, () => connect.domainLookupByName('test'));
    let closed = false;
    const closing = connect.close().then(() => {
      closed = true;
    });
    await assert.rejects(domain.getInfo(), { code: 'VM_STATE' });
    for (const xml of await Promise.all(calls)) assert.match(xml, /<name>test<\/name>/);
    for (const found of await Promise.all(names)) assert.ok(found instanceof Domain);
    await closing;
    assert.ok(closed);
  });

  it('of a handle leaves the others alone', async () => {
    await using connect = await Connect.open(URI);
    const first = await connect.domainLookupByName('test');
    {
      await using second = await connect.domainLookupByName('test');
      assert.equal(second.getName(), 'test');
    }
    const running = first.getInfo();
    await first.close();
    await running;
    await assert.rejects(first.getInfo(), { code: 'VM_STATE' });
    assert.equal(await connect.numOfDomains(), 1);
  });

  it('with streams that are just being connected, events and calls, a hundred times', async () => {
    for (let round = 0; round < 100; round++) {
      const connect = await Connect.open(URI);
      const domain = await connect.domainLookupByName('test');
      const stream = connect.streamNew().on('error', () => {});
      const events = await connect.events('domain:lifecycle');
      const calls = [domain.screenshot(stream, 0), domain.getXMLDesc(), domain.suspend(), domain.resume()];
      const settled = Promise.allSettled(calls);
      if (round % 3 === 0) await calls[0]?.catch(() => {});
      if (round % 2 === 0) stream.resume();
      await connect.close();
      await settled;
      for await (const { domain: changed } of events) assert.ok(changed instanceof Domain);
    }
  });

  it('a hundred connections at once leave no threads behind', async () => {
    const before = threads();
    for (let round = 0; round < 3; round++) {
      const open = await Promise.all(Array.from({ length: 100 }, () => Connect.open(URI)));
      await Promise.all(open.flatMap((connect) => [connect.getHostname(), connect.listAllDomains()]));
      await Promise.all(open.map((connect) => connect.close()));
    }
    await eventually('the threads are gone', () => threads() <= before + 2, 5000);
  });

  it('by the garbage collector, of handles and connections that nobody has any more', async () => {
    const before = threads();
    await (async () => {
      for (let i = 0; i < 20; i++) {
        const connect = await Connect.open(URI);
        await connect.listAllDomains();
        const stream = connect.streamNew();
        stream.destroy();
        await once(stream, 'close');
      }
    })();
    await eventually(
      'the threads are gone',
      () => {
        collectGarbage();
        return threads() <= before + 2;
      },
      10_000,
    );
  });
});

describe('libvirt binding: threads and processes', function () {
  this.timeout(60_000);
  before(function () {
    requireLibvirt(this);
  });

  it('a call that waits holds up neither the event loop nor libuv', async () => {
    await using connect = await Connect.open(URI, { threads: 2 });
    const calls = Array.from({ length: 2000 }, () => connect.getCapabilities());
    const start = performance.now();
    await lookup('localhost');
    assert.ok(performance.now() - start < 2000);
    await Promise.all(calls);
  });

  it('many worker threads use libvirt at once, and may be ended in the middle', async () => {
    const text = `
      import('${LIBVIRT}').then(async ({ Connect }) => {
        const connect = await Connect.open('${URI}');
        await connect.on('domain:lifecycle', () => {});
        const domain = await connect.domainLookupByName('test');
        require('node:worker_threads').parentPort.postMessage(await connect.getHostname());
        for (;;) await Promise.all(Array.from({ length: 50 }, () => domain.getXMLDesc()));
      });`;
    const before = threads();
    for (let round = 0; round < 3; round++) {
      const workers = Array.from({ length: 4 }, () => new Worker(text, { eval: true, execArgv: [] }));
      await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    await eventually('the threads are gone', () => threads() <= before + 2, 10_000);
  });

  const SCRIPT = `
    const { Connect } = await import('${LIBVIRT}');
    const connect = await Connect.open('${URI}');
    const domain = await connect.domainLookupByName('test');
    const calls = Promise.all(Array.from({ length: 2000 }, () => domain.getXMLDesc()));
    calls.catch(() => {});`;
  for (const [how, text, status] of [
    ['process.exit in the same turn', `${SCRIPT} process.exit(7);`, 7],
    ['process.exit in mid-call', `${SCRIPT} setTimeout(() => process.exit(7), 5);`, 7],
    ['an uncaught exception', `${SCRIPT} setTimeout(() => { throw new Error('mine'); }, 5);`, 1],
    [
      'a listener that throws',
      `${SCRIPT} await connect.on('domain:lifecycle', () => { throw new Error('mine'); }); await domain.suspend();`,
      1,
    ],
    ['nothing left to do, the connection open', `${SCRIPT} await calls;`, 0],
    [
      'closing',
      `${SCRIPT} await connect.on('domain:lifecycle', () => {}); await calls; await connect.close();`,
      0,
    ],
  ] as const) {
    it(`the process ends by ${how}`, () => {
      const args = ['--input-type=module', '--eval', text];
      const result = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 40_000 });
      assert.deepEqual([result.signal, result.status], [null, status], result.stderr);
    });
  }

  it('100,000 calls leave no memory behind', async () => {
    await using connect = await Connect.open(URI);
    const domain = await connect.domainLookupByName('test');
    const round = async (count: number) => {
      for (let i = 0; i < count; i += 500) {
        await Promise.all(
          Array.from({ length: 100 }, () => [
            domain.getInfo(),
            domain.getXMLDesc(),
            connect.listAllDomains(),
            connect.domainLookupByName('nobody').catch(() => {}),
            domain.getSchedulerParameters(),
          ]).flat(),
        );
      }
      collectGarbage();
      await new Promise(setImmediate);
      collectGarbage();
    };
    await round(60_000);
    const before = rss();
    await round(100_000);
    const growth = rss() - before;
    assert.ok(growth < 12 * 2 ** 20, `resident memory grew by ${growth} bytes`);
  });
});
