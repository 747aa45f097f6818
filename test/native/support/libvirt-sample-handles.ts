import { join } from 'node:path';
import type { Connect } from 'vmwright/libvirt';

/** One object of each class that the test driver has; a class without one takes its methods from nowhere. */
export async function sampleHandles(connect: Connect, folder: string): Promise<Map<string, unknown>> {
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
