import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { Connect } from 'vmwright/libvirt';
import { skipBecause } from '../support/skip.js';
import { requireLibvirt } from './support/libvirt-node.js';
import { sweepClass } from './support/libvirt-sweep.js';

/** Where libvirt's daemon of the system runs: only that has filters. */
const PID_FILES = ['/run/libvirtd.pid', '/run/virtqemud.pid'];

describe('libvirt binding: network filters of a daemon of the system', function () {
  this.timeout(120_000);
  const name = `vmwright-test-${process.pid}`;
  const filterXml = `<filter name='${name}' chain='root'><rule action='drop' direction='inout' priority='500'/></filter>`;
  let connect: Connect;
  before(async function () {
    requireLibvirt(this);
    if (process.getuid?.() !== 0) skipBecause(this, 'it needs root');
    if (!PID_FILES.some(existsSync)) skipBecause(this, 'no libvirtd of the system runs');
    connect = await Connect.open('qemu:///system');
  });
  after(() => connect?.close());

  const define = async () => {
    const old = await connect.nwFilterLookupByName(name).catch(() => undefined);
    return old ?? connect.nwFilterDefineXML(filterXml);
  };

  it('a filter is kept, listed and given back', async () => {
    const filter = await define();
    const listed = (await connect.listAllNWFilters()).map((each) => each.getName());
    assert.ok(listed.includes(name), String(listed));
    const same = await connect.nwFilterLookupByUUIDString(filter.getUUIDString());
    assert.match(await same.getXMLDesc(), /action='drop'/);
    await filter.undefine();
    await assert.rejects(connect.nwFilterLookupByName(name), {
      code: 'LIBVIRT_ERROR',
      libvirtCode: 'NO_NWFILTER',
    });
  });

  it('every method of a filter', async () => {
    try {
      const { answered, refused } = await sweepClass(
        'NWFilter',
        async () => new Map([['NWFilter', await define()]]),
      );
      assert.deepEqual([answered, refused], [5, 0]);
    } finally {
      await (await define()).undefine();
    }
  });

  it('bindings are listed, and one of a device that is not there is refused', async () => {
    assert.ok(Array.isArray(await connect.listAllNWFilterBindings()));
    const binding = `<filterbinding><owner><name>x</name><uuid>6695eb01-f6a4-8304-79aa-97f250240000</uuid></owner>
      <portdev name='no-such-dev'/><mac address='52:54:00:7b:35:93'/><filterref filter='no-such-filter'/></filterbinding>`;
    await assert.rejects(connect.nwFilterBindingCreateXML(binding), { code: 'LIBVIRT_ERROR' });
    await assert.rejects(connect.nwFilterBindingLookupByPortDev('no-such-dev'), { code: 'LIBVIRT_ERROR' });
  });
});
