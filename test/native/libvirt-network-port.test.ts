import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Connect } from 'vmwright/libvirt';
import { requireLibvirtd, SessionDaemon } from './support/libvirt-daemon.js';
import { sweepClass } from './support/libvirt-sweep.js';

/** Classes that the test driver does not have, on a daemon of an ordinary user: the rest needs one of the system. */
describe('libvirt binding: secrets and network ports', function () {
  this.timeout(120_000);
  let daemon: SessionDaemon;
  let connect: Connect;
  before(async function () {
    requireLibvirtd(this);
    daemon = await SessionDaemon.start();
    connect = await Connect.open(daemon.uri);
  });
  after(async () => {
    await connect?.close();
    await daemon?.[Symbol.asyncDispose]();
  });

  const defineSecret = () =>
    connect.secretDefineXML(
      `<secret ephemeral='no' private='no'><uuid>${randomUUID()}</uuid><usage type='volume'><volume>/nowhere/${randomUUID()}</volume></usage></secret>`,
    );

  it('a secret is kept and given back', async () => {
    const secret = await defineSecret();
    const value = new Uint8Array([1, 0, 255]);
    await secret.setValue(value);
    assert.deepEqual([...(await secret.getValue())], [...value]);
    const again = await connect.secretLookupByUUIDString(secret.getUUIDString());
    assert.equal(again.getUsageID(), secret.getUsageID());
    assert.match(await again.getXMLDesc(), new RegExp(secret.getUUIDString()));
    await secret.undefine();
    await assert.rejects(again.getXMLDesc(), { code: 'LIBVIRT_ERROR', libvirtCode: 'NO_SECRET' });
  });

  it('every method of a secret', async () => {
    const { answered, refused } = await sweepClass('Secret', async () => {
      const secret = await defineSecret();
      await secret.setValue(new Uint8Array([1]));
      return new Map([['Secret', secret]]);
    });
    assert.deepEqual([answered, refused], [8, 0]);
  });

  /** A network on somebody else's bridge: libvirt makes nothing for it, so it needs no rights. */
  async function withNetwork<T>(body: (port: () => Promise<string>, name: string) => Promise<T>): Promise<T> {
    const name = `vmwright-${process.pid}`;
    const network = await connect.networkCreateXML(
      `<network><name>${name}</name><forward mode='bridge'/><bridge name='br0'/></network>`,
    );
    const port = () => `<networkport><uuid>${randomUUID()}</uuid>
      <owner><name>guest</name><uuid>${randomUUID()}</uuid></owner>
      <mac address='52:54:00:7b:35:93'/></networkport>`;
    try {
      return await body(async () => port(), name);
    } finally {
      await network.destroy();
    }
  }

  it('a port comes, is listed and goes', () =>
    withNetwork(async (xml, name) => {
      const network = await connect.networkLookupByName(name);
      const port = await network.portCreateXML(await xml());
      assert.equal((await port.getNetwork()).getName(), name);
      assert.deepEqual(
        (await network.listAllPorts()).map((each) => each.getUUIDString()),
        [port.getUUIDString()],
      );
      await port.delete();
      assert.deepEqual(await network.listAllPorts(), []);
    }));

  it('every method of a port', () =>
    withNetwork(async (xml, name) => {
      const { answered, refused } = await sweepClass('NetworkPort', async () => {
        const network = await connect.networkLookupByName(name);
        for (const old of await network.listAllPorts()) await old.delete();
        return new Map<string, unknown>([['NetworkPort', await network.portCreateXML(await xml())]]);
      });
      assert.equal(answered + refused, 7);
      assert.ok(answered >= 5, String(answered));
    }));
});
