import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { Connect, Domain, LibvirtError } from 'vmwright/libvirt';
import { isVmError } from '#src/core/errors.js';
import { generatedMethods, sampleArgument } from './support/libvirt-methods.js';
import { openNodeXml, requireLibvirt, temporaryNode } from './support/libvirt-node.js';

type Callable = Record<string, (...args: unknown[]) => unknown>;

/** One object of each class that the test driver has; a class without one takes its methods from nowhere. */
async function sampleHandles(connect: Connect, folder: string): Promise<Map<string, unknown>> {
  const domain = await connect.domainLookupByName('node-0');
  const network = await connect.networkLookupByName('blue');
  const pool = await connect.storagePoolLookupByName('store');
  const [device] = await connect.listAllNodeDevices();
  return new Map<string, unknown>([
    ['string', join(folder, 'x')], // some of them are paths that are written to
    ['Connect', connect],
    ['Domain', domain],
    ['DomainSnapshot', await domain.snapshotCreateXML('<domainsnapshot/>')],
    ['DomainCheckpoint', undefined],
    ['Network', network],
    [
      'NetworkPort',
      await network
        .portCreateXML(
          '<networkport><owner><name>x</name><uuid>6695eb01-f6a4-8304-79aa-97f250240000</uuid></owner></networkport>',
        )
        .catch(() => undefined),
    ],
    ['Interface', await connect.interfaceLookupByName('eth7')],
    ['StoragePool', pool],
    ['StorageVol', await pool.storageVolLookupByName('first')],
    ['NodeDevice', device],
    ['Stream', connect.streamNew()],
  ]);
}

describe('libvirt binding: every generated method', function () {
  this.timeout(120_000);
  before(function () {
    requireLibvirt(this);
  });

  it('reaches the driver with arguments of its types, and fails only in libvirt', async () => {
    using node = temporaryNode(openNodeXml(2));
    const outcomes = { answered: 0, refused: 0, unsupported: 0, noObject: 0 };
    for (const { owner, name, types } of generatedMethods()) {
      await using connect = await Connect.open(node.uri);
      const handles = await sampleHandles(connect, dirname(node.file));
      const object = handles.get(owner) as Callable | undefined;
      if (object === undefined) {
        outcomes.noObject++;
        continue;
      }
      const args = types.map((type) => sampleArgument(type, handles));
      try {
        await object[name]?.(...args);
        outcomes.answered++;
      } catch (error) {
        const where = `${owner}.${name}(${types.join(', ')})`;
        const newer = isVmError(error) && error.code === 'VM_UNSUPPORTED';
        assert.ok(error instanceof LibvirtError || newer, `${where}: ${(error as Error).stack}`);
        const unsupported = error instanceof LibvirtError && error.libvirtCode === 'NO_SUPPORT';
        outcomes[unsupported ? 'unsupported' : 'refused']++;
      }
    }
    console.log(`      ${JSON.stringify(outcomes)}`);
    assert.ok(outcomes.answered > 120, JSON.stringify(outcomes));
  });

  it('is one that libvirt.node has', async () => {
    await using connect = await Connect.open('test:///default');
    assert.ok(connect instanceof Connect);
    assert.ok(generatedMethods().length >= 400);
    assert.ok(typeof Domain.prototype.getInfo === 'function');
  });
});
