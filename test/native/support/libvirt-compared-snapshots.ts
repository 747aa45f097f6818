import type { DomainCheckpoint, DomainSnapshot } from 'vmwright/libvirt';
import { type Comparison, comparison, field, lines, names, type Scene } from './libvirt-comparison.js';

const CHAIN = 'snapshot-create-as node-0 one; snapshot-create-as node-0 two; echo =====; ';
const CHECKED = 'checkpoint-create-as node-0 one; checkpoint-create-as node-0 two; echo =====; ';
const timeless = (xml: string): string => xml.replace(/<creationTime>\d+</g, '<creationTime><').trim();
const sorted = (output: string): string[] => lines(output).sort();

async function snapshots({ domain }: Scene): Promise<{ one: DomainSnapshot; two: DomainSnapshot }> {
  const node = await domain();
  const one = await node.snapshotCreateXML('<domainsnapshot><name>one</name></domainsnapshot>');
  const two = await node.snapshotCreateXML('<domainsnapshot><name>two</name></domainsnapshot>');
  return { one, two };
}
async function checkpoints({ domain }: Scene): Promise<{ one: DomainCheckpoint; two: DomainCheckpoint }> {
  const node = await domain();
  const one = await node.checkpointCreateXML('<domaincheckpoint><name>one</name></domaincheckpoint>');
  const two = await node.checkpointCreateXML('<domaincheckpoint><name>two</name></domaincheckpoint>');
  return { one, two };
}

type OfSnapshots = (both: { one: DomainSnapshot; two: DomainSnapshot }, scene: Scene) => unknown;
const snapshot = (calls: string, virsh: string, ours: OfSnapshots, read?: Comparison['read']): Comparison =>
  comparison(calls, CHAIN + virsh, async (scene) => ours(await snapshots(scene), scene), read);
type OfCheckpoints = (both: { one: DomainCheckpoint; two: DomainCheckpoint }, scene: Scene) => unknown;
const checkpoint = (
  calls: string,
  virsh: string,
  ours: OfCheckpoints,
  read?: Comparison['read'],
): Comparison =>
  comparison(calls, CHECKED + virsh, async (scene) => ours(await checkpoints(scene), scene), read);
const allNames = async ({ domain }: Scene): Promise<string[]> =>
  names(await (await domain()).listAllSnapshots()).sort();

/** Of snapshots. */
export const SNAPSHOTS: readonly Comparison[] = [
  comparison(
    'Domain.snapshotCreateXML DomainSnapshot.getXMLDesc',
    'snapshot-create node-0 @/snapshot.xml; echo =====; snapshot-dumpxml node-0 one',
    async ({ domain, xml }) =>
      timeless(await (await (await domain()).snapshotCreateXML(xml('snapshot.xml'))).getXMLDesc()),
    timeless,
  ),
  snapshot('Domain.listAllSnapshots', 'snapshot-list node-0 --name', (_, scene) => allNames(scene), sorted),
  snapshot(
    'Domain.snapshotListNames',
    'snapshot-list node-0 --name --leaves',
    async (_, { domain }) => (await domain()).snapshotListNames('LEAVES'),
    sorted,
  ),
  snapshot(
    'Domain.snapshotNum',
    'snapshot-list node-0 --name',
    async (_, { domain }) => (await domain()).snapshotNum(),
    (output) => lines(output).length,
  ),
  snapshot(
    'Domain.snapshotCurrent Domain.hasCurrentSnapshot DomainSnapshot.getName',
    'snapshot-current node-0 --name',
    async (_, { domain }) => {
      const node = await domain();
      return (await node.hasCurrentSnapshot()) ? (await node.snapshotCurrent()).getName() : 'none';
    },
  ),
  snapshot(
    'Domain.snapshotLookupByName',
    'snapshot-dumpxml node-0 two',
    async (_, { domain }) =>
      timeless(await (await (await domain()).snapshotLookupByName('two')).getXMLDesc()),
    timeless,
  ),
  snapshot('DomainSnapshot.getParent', 'snapshot-parent node-0 two', async ({ two }) =>
    (await two.getParent()).getName(),
  ),
  snapshot(
    'DomainSnapshot.getDomain',
    'snapshot-info node-0 one',
    async ({ one }) => (await one.getDomain()).getName(),
    field('Domain'),
  ),
  snapshot(
    'DomainSnapshot.isCurrent',
    'snapshot-info node-0 one',
    async ({ one }) => ((await one.isCurrent()) ? 'yes' : 'no'),
    field('Current'),
  ),
  snapshot(
    'DomainSnapshot.hasMetadata',
    'snapshot-info node-0 one',
    async ({ one }) => ((await one.hasMetadata()) ? 'yes' : 'no'),
    field('Metadata'),
  ),
  snapshot(
    'DomainSnapshot.numChildren',
    'snapshot-info node-0 one',
    async ({ one }) => String(await one.numChildren()),
    field('Children'),
  ),
  snapshot(
    'DomainSnapshot.listAllChildren',
    'snapshot-list node-0 --from one --name',
    async ({ one }) => names(await one.listAllChildren()),
    lines,
  ),
  snapshot(
    'DomainSnapshot.listChildrenNames',
    'snapshot-list node-0 --from one --name',
    ({ one }) => one.listChildrenNames(),
    lines,
  ),
  snapshot(
    'DomainSnapshot.revert',
    'snapshot-revert node-0 one; snapshot-current node-0 --name',
    async ({ one }, { domain }) => {
      await one.revert();
      return (await (await domain()).snapshotCurrent()).getName();
    },
  ),
  snapshot(
    'DomainSnapshot.delete',
    'snapshot-delete node-0 one; snapshot-list node-0 --name',
    async ({ one }, scene) => {
      await one.delete();
      return allNames(scene);
    },
    sorted,
  ),
];

/** Of checkpoints. */
export const CHECKPOINTS: readonly Comparison[] = [
  comparison(
    'Domain.checkpointCreateXML DomainCheckpoint.getXMLDesc',
    'checkpoint-create node-0 @/checkpoint.xml; echo =====; checkpoint-dumpxml node-0 one',
    async ({ domain, xml }) =>
      timeless(await (await (await domain()).checkpointCreateXML(xml('checkpoint.xml'))).getXMLDesc()),
    timeless,
  ),
  checkpoint(
    'Domain.listAllCheckpoints DomainCheckpoint.getName',
    'checkpoint-list node-0 --name',
    async (_, { domain }) => names(await (await domain()).listAllCheckpoints()).sort(),
    sorted,
  ),
  checkpoint(
    'Domain.checkpointLookupByName',
    'checkpoint-dumpxml node-0 two',
    async (_, { domain }) =>
      timeless(await (await (await domain()).checkpointLookupByName('two')).getXMLDesc()),
    timeless,
  ),
  checkpoint('DomainCheckpoint.getParent', 'checkpoint-parent node-0 two', async ({ two }) =>
    (await two.getParent()).getName(),
  ),
  checkpoint(
    'DomainCheckpoint.getDomain',
    'checkpoint-info node-0 one',
    async ({ one }) => (await one.getDomain()).getName(),
    field('Domain'),
  ),
  checkpoint(
    'DomainCheckpoint.listAllChildren',
    'checkpoint-list node-0 --from one --name',
    async ({ one }) => names(await one.listAllChildren()),
    lines,
  ),
  checkpoint(
    'DomainCheckpoint.delete',
    'checkpoint-delete node-0 one; checkpoint-list node-0 --name',
    async ({ one }, { domain }) => {
      await one.delete();
      return names(await (await domain()).listAllCheckpoints());
    },
    lines,
  ),
];
