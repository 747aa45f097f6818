import assert from 'node:assert/strict';
import { Connect } from 'vmwright/libvirt';
import { requireSystemDaemon, SystemDaemon } from './support/libvirt-daemon.js';
import { sweepClass } from './support/libvirt-sweep.js';

describe('libvirt binding: network filters of a daemon of the system', function () {
  this.timeout(120_000);
  const name = `vmwright-test-${process.pid}`;
  const filterXml = `<filter name='${name}' chain='root'><rule action='drop' direction='inout' priority='500'/></filter>`;
  let daemon: SystemDaemon;
  let connect: Connect;
  before(async function () {
    requireSystemDaemon(this);
    daemon = await SystemDaemon.start();
    connect = await Connect.open(daemon.uri);
  });
  after(async () => {
    await connect?.close();
    await daemon?.[Symbol.asyncDispose]();
  });

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

  /** libvirt looks at the device only when it has rules for it, and so far there is none. */
  const device = `vmt${process.pid}`.slice(0, 15);
  const bindingXml = `<filterbinding><owner><name>x</name><uuid>6695eb01-f6a4-8304-79aa-97f250240000</uuid></owner>
    <portdev name='${device}'/><mac address='52:54:00:7b:35:93'/><filterref filter='no-such-filter'/></filterbinding>`;
  const bind = async () => {
    const old = await connect.nwFilterBindingLookupByPortDev(device).catch(() => undefined);
    return old ?? connect.nwFilterBindingCreateXML(bindingXml);
  };

  it('every method of a binding', async () => {
    try {
      const make = async () => new Map([['NWFilterBinding', await bind()]]);
      const { answered, refused } = await sweepClass('NWFilterBinding', make);
      assert.deepEqual([answered, refused], [4, 0]);
      assert.equal((await bind()).getFilterName(), 'no-such-filter');
      const listed = (await connect.listAllNWFilterBindings()).map((each) => each.getPortDev());
      assert.ok(listed.includes(device), String(listed));
    } finally {
      await (await bind()).delete();
    }
    await assert.rejects(connect.nwFilterBindingLookupByPortDev(device), { code: 'LIBVIRT_ERROR' });
  });
});
