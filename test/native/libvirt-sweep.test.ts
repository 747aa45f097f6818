import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { Connect, Domain } from 'vmwright/libvirt';
import { generatedMethods } from './support/libvirt-methods.js';
import { openNodeXml, requireLibvirt, temporaryNode } from './support/libvirt-node.js';
import { callOnce } from './support/libvirt-sweep.js';

/** One object of each class that the test driver has; a class without one takes its methods from nowhere. */
async function sampleHandles(connect: Connect, folder: string): Promise<Map<string, unknown>> {
  const domain = await connect.domainLookupByName('node-0');
  const other = await connect.domainLookupByName('node-1'); // a domain has snapshots or checkpoints
  const network = await connect.networkLookupByName('blue');
  const pool = await connect.storagePoolLookupByName('store');
  const [device] = await connect.listAllNodeDevices();
  return new Map<string, unknown>([
    ['string', join(folder, 'x')], // some of them are paths that are written to
    ['Connect', connect],
    ['Domain', domain],
    ['DomainSnapshot', await domain.snapshotCreateXML('<domainsnapshot/>')],
    ['DomainCheckpoint', await other.checkpointCreateXML('<domaincheckpoint/>')],
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
    for (const method of generatedMethods()) {
      await using connect = await Connect.open(node.uri);
      const handles = await sampleHandles(connect, dirname(node.file));
      if (handles.get(method.owner) === undefined) outcomes.noObject++;
      else await callOnce(method, handles, outcomes);
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
