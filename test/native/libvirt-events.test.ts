import assert from 'node:assert/strict';
import { Connect, type Domain, DomainEventType } from 'vmwright/libvirt';
import { loadLibvirtAddon } from '#src/native/libvirt/addon.js';
import { EVENT_NAMES, F } from '#src/native/libvirt/generated/functions.js';
import { eventually } from '../support/leaks.js';
import { openNodeXml, requireLibvirt, temporaryNode } from './support/libvirt-node.js';

describe('libvirt binding: events', () => {
  let node: ReturnType<typeof temporaryNode>;
  let connect: Connect;
  before(function () {
    requireLibvirt(this);
    node = temporaryNode(openNodeXml(2));
  });
  beforeEach(async () => {
    connect = await Connect.open(node.uri);
  });
  afterEach(() => connect?.close());
  after(() => node?.[Symbol.dispose]());

  it('come to listeners until these are removed', async () => {
    const domain = await connect.domainLookupByName('node-0');
    const seen: number[] = [];
    const subscription = await connect.on('domain:lifecycle', (event) => {
      assert.equal(event.domain.getName(), 'node-0');
      assert.equal(event.domain.connect, connect);
      seen.push(event.event);
    });
    await domain.suspend();
    await domain.resume();
    await eventually('both came', () => seen.length === 2);
    assert.deepEqual(seen, [DomainEventType.SUSPENDED, DomainEventType.RESUMED]);
    await subscription.close();
    await subscription.close();
    await domain.suspend();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(seen.length, 2);
  });

  it('come to every listener of a kind, whatever becomes of the others', async () => {
    const domain = await connect.domainLookupByName('node-0');
    const seen: string[] = [];
    const listen = (who: string, of?: Domain) =>
      connect.on('domain:lifecycle', () => seen.push(who), of === undefined ? {} : { object: of });
    const same = await connect.domainLookupByUUIDString(domain.getUUIDString());
    const [first, second] = await Promise.all([listen('first'), listen('second')]);
    await Promise.all([listen('one', domain), listen('same one', same)]);
    await domain.suspend();
    await eventually('all came', () => seen.length === 4);
    assert.deepEqual(seen.toSorted(), ['first', 'one', 'same one', 'second']);
    // The last goes while the next comes.
    await first.close();
    const [, third] = await Promise.all([second.close(), listen('third')]);
    await domain.resume();
    await eventually('the rest came', () => seen.length === 7);
    assert.deepEqual(seen.slice(4).toSorted(), ['one', 'same one', 'third']);
    await third.close();
  });

  it('go on after the last listener went while one waited', async () => {
    const domain = await connect.domainLookupByName('node-0');
    // With nothing of ours in its way one time in twenty leaves libvirt 9.0 deaf until the next listener goes.
    for (let i = 0; i < 100; i++) {
      const first = await connect.on('domain:lifecycle', () => {});
      await Promise.allSettled([domain.suspend(), first.close(), domain.resume()]);
      let heard = 0;
      const second = await connect.on('domain:lifecycle', () => heard++);
      await domain.suspend().catch(() => {}); // it may be suspended
      await domain.resume();
      await eventually(`an event was heard, time ${i}`, () => heard > 0);
      await second.close();
    }
  });

  it('of one object only', async () => {
    const [first, second] = [
      await connect.domainLookupByName('node-0'),
      await connect.domainLookupByName('node-1'),
    ];
    const names: string[] = [];
    await connect.on('domain:lifecycle', (event) => names.push(event.domain.getName()), { object: second });
    await first.suspend();
    await second.suspend();
    await eventually('one came', () => names.length > 0);
    assert.deepEqual(names, ['node-1']);
  });

  it('of every kind that the driver has: networks, pools, devices', async () => {
    const seen: string[] = [];
    await connect.on('network:lifecycle', ({ net }) => seen.push(`network ${net.getName()}`));
    await connect.on('storage-pool:lifecycle', ({ pool }) => seen.push(`pool ${pool.getName()}`));
    await connect.on('storage-pool:refresh', ({ pool }) => seen.push(`refresh ${pool.getName()}`));
    await connect.on('node-device:lifecycle', ({ dev }) => seen.push(`device ${dev.getName()}`));
    await (await connect.networkLookupByName('blue')).destroy();
    const pool = await connect.storagePoolLookupByName('store');
    await pool.refresh();
    await pool.destroy();
    await eventually('all came', () => seen.length >= 3);
    assert.deepEqual(seen, ['network blue', 'refresh store', 'pool store']);
  });

  it('in a loop that ends with the connection', async () => {
    const domain = await connect.domainLookupByName('node-0');
    const events = await connect.events('domain:lifecycle');
    await domain.suspend();
    await domain.resume();
    const seen: number[] = [];
    for await (const { event } of events) {
      seen.push(event);
      if (seen.length === 2) await connect.close();
    }
    assert.deepEqual(seen, [DomainEventType.SUSPENDED, DomainEventType.RESUMED]);
  });

  it('in a loop that ends with a signal', async () => {
    const controller = new AbortController();
    const events = await connect.events('domain:lifecycle', { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    for await (const _ of events) assert.fail('no event was caused');
  });

  it('of an unknown kind are refused', async () => {
    await assert.rejects(
      connect.on('nonsense' as 'close', () => {}),
      { code: 'OPTION_INVALID' },
    );
  });

  it('and functions have the numbers that libvirt.node gives them', () => {
    assert.deepEqual(loadLibvirtAddon().eventNames(), [...EVENT_NAMES]);
    assert.deepEqual(loadLibvirtAddon().functionNames(), Object.keys(F));
  });
});
