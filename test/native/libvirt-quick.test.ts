import assert from 'node:assert/strict';
import { Connect, type Domain } from 'vmwright/libvirt';
import { requireLibvirt } from './support/libvirt-node.js';

/** So many that the calls of the test driver, which take no time, are known as quick. */
const WARM_UP = 500;

describe('libvirt binding: calls that are over before a thread could sleep', () => {
  let connect: Connect;
  let domain: Domain;
  before(async function () {
    requireLibvirt(this);
    connect = await Connect.open('test:///default');
    domain = await connect.domainLookupByName('test');
    for (let i = 0; i < WARM_UP; i++) await domain.getInfo();
  });
  after(() => connect?.close());

  it('never settle before their promise is returned', async () => {
    const order: string[] = [];
    const first = domain.getInfo().then(() => order.push('settled'));
    order.push('returned');
    await first;
    assert.deepEqual(order, ['returned', 'settled']);
  });

  it('fail with a rejected promise', async () => {
    const calls = Array.from({ length: 100 }, () => connect.domainLookupByName('none'));
    for (const { status } of await Promise.allSettled(calls)) assert.equal(status, 'rejected');
    await assert.rejects(connect.domainLookupByName('none'), { libvirtCode: 'NO_DOMAIN' });
    const closed = await connect.domainLookupByName('test');
    await closed.close();
    await assert.rejects(closed.getInfo(), { code: 'VM_STATE' });
  });

  it('give handles, records and lists as slow ones do', async () => {
    const info = await domain.getInfo();
    assert.deepEqual(Object.keys(info), ['state', 'maxMem', 'memory', 'nrVirtCpu', 'cpuTime']);
    assert.equal(typeof info.memory, 'bigint');
    assert.equal(info.state, (await domain.getState()).state);
    const infos = await Promise.all(Array.from({ length: 100 }, () => domain.getInfo()));
    assert.equal(new Set(infos).size, 100);
    assert.equal((await connect.listAllDomains())[0]?.getName(), 'test');
  });

  it('let the event loop come round when they never stop', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const end = performance.now() + 300;
    while (performance.now() < end) await domain.getInfo();
    clearInterval(timer);
    assert.ok(turns > 10, `${turns} turns of the event loop`);
  });

  it('go on after calls of other connections, errors and many at once', async () => {
    await using other = await Connect.open('test:///default', { threads: 1 });
    const calls = Array.from({ length: 5000 }, (_, i) =>
      i % 3 === 0 ? other.getHostname() : i % 3 === 1 ? domain.getXMLDesc() : domain.getInfo(),
    );
    assert.equal((await Promise.all(calls)).length, 5000);
  });
});
