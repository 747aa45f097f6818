import type { StoragePool, StorageVol } from 'vmwright/libvirt';
import { type Comparison, column, comparison, field, names, type Scene } from './libvirt-comparison.js';

const STORE_UUID = '33a5c045-645a-2c00-e56b-927cdf34e17a';
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
const POOL_STATES = ['inactive', 'building', 'running', 'degraded', 'inaccessible'];
const bytes = (name: string) => (output: string) => field(name)(output)?.replace(' bytes', '');

type OfPool = (pool: StoragePool, scene: Scene) => unknown;
const ofPool = (calls: string, virsh: string, ours: OfPool, read?: Comparison['read']): Comparison =>
  comparison(calls, virsh, async (scene) => ours(await scene.pool(), scene), read);
const poolInfo = (method: string, name: string, ours: OfPool): Comparison =>
  ofPool(`StoragePool.${method}`, 'pool-info store', ours, field(name));
/** Whether it is active after `change`, which begins with its end. */
const poolAfter = (
  method: 'create' | 'destroy' | 'build' | 'refresh',
  change: string,
  ours: OfPool,
): Comparison =>
  ofPool(
    `StoragePool.${method}`,
    `${change}; echo =====; pool-info store`,
    async (pool, scene) => {
      await ours(pool, scene);
      return POOL_STATES[(await pool.getInfo()).state];
    },
    field('State'),
  );
const poolNames = async ({ connect }: Scene): Promise<string[]> => names(await connect.listAllStoragePools());

/** Of storage pools. */
export const POOLS: readonly Comparison[] = [
  comparison('Connect.storagePoolLookupByName', 'pool-uuid store', async ({ connect }) =>
    (await connect.storagePoolLookupByName('store')).getUUIDString(),
  ),
  comparison('Connect.storagePoolLookupByUUID', `pool-name ${STORE_UUID}`, async ({ connect }) =>
    (await connect.storagePoolLookupByUUID(Buffer.from(STORE_UUID.replaceAll('-', ''), 'hex'))).getName(),
  ),
  comparison('Connect.storagePoolLookupByUUIDString', `pool-name ${STORE_UUID}`, async ({ connect }) =>
    (await connect.storagePoolLookupByUUIDString(STORE_UUID)).getName(),
  ),
  poolInfo('getName', 'Name', (pool) => pool.getName()),
  poolInfo('getUUIDString', 'UUID', (pool) => pool.getUUIDString()),
  ofPool(
    'StoragePool.getUUID',
    'pool-uuid store',
    (pool) => Buffer.from(pool.getUUID()).toString('hex'),
    (output) => output.trim().replaceAll('-', ''),
  ),
  poolInfo('isPersistent', 'Persistent', async (pool) => yesNo(await pool.isPersistent())),
  poolInfo('getAutostart', 'Autostart', async (pool) => yesNo(await pool.getAutostart())),
  poolInfo('isActive', 'State', async (pool) => ((await pool.isActive()) ? 'running' : 'inactive')),
  ofPool(
    'StoragePool.getInfo',
    'pool-info --bytes store',
    async (pool) => {
      const { state, capacity, allocation, available } = await pool.getInfo();
      return [POOL_STATES[state], String(capacity), String(allocation), String(available)];
    },
    (output) => ['State', 'Capacity', 'Allocation', 'Available'].map((name) => bytes(name)(output)),
  ),
  ofPool('StoragePool.getXMLDesc', 'pool-dumpxml store', (pool) => pool.getXMLDesc()),
  ofPool(
    'StoragePool.setAutostart',
    'pool-autostart store; echo =====; pool-info store',
    async (pool) => {
      await pool.setAutostart(true);
      return yesNo(await pool.getAutostart());
    },
    field('Autostart'),
  ),
  poolAfter('destroy', 'pool-destroy store', (pool) => pool.destroy()),
  poolAfter('create', 'pool-destroy store; pool-start store', async (pool) => {
    await pool.destroy();
    await pool.create();
  }),
  poolAfter('build', 'pool-destroy store; pool-build store', async (pool) => {
    await pool.destroy();
    await pool.build();
  }),
  poolAfter('refresh', 'pool-refresh store', (pool) => pool.refresh()),
  ofPool(
    'StoragePool.undefine',
    'pool-destroy store; pool-undefine store; echo =====; pool-list --all',
    async (pool, scene) => {
      await pool.destroy();
      await pool.undefine();
      return poolNames(scene);
    },
    column(0),
  ),
  ofPool(
    'StoragePool.delete',
    'pool-destroy store; pool-delete store; echo =====; pool-list --all',
    async (pool, scene) => {
      await pool.destroy();
      await pool.delete();
      return poolNames(scene);
    },
    column(0),
  ),
  comparison(
    'Connect.storagePoolCreateXML',
    'pool-create @/pool.xml; echo =====; pool-dumpxml new',
    async ({ connect, xml }) => (await connect.storagePoolCreateXML(xml('pool.xml'))).getXMLDesc(),
  ),
  comparison(
    'Connect.storagePoolDefineXML',
    'pool-define @/pool.xml; echo =====; pool-dumpxml new',
    async ({ connect, xml }) => (await connect.storagePoolDefineXML(xml('pool.xml'))).getXMLDesc(),
  ),
];

type OfVolume = (volume: StorageVol, scene: Scene) => unknown;
const ofVolume = (calls: string, virsh: string, ours: OfVolume, read?: Comparison['read']): Comparison =>
  comparison(calls, virsh, async (scene) => ours(await scene.volume(), scene), read);

/** Of their volumes. */
export const VOLUMES: readonly Comparison[] = [
  ofVolume(
    'Connect.storageVolLookupByKey StorageVol.getName',
    'vol-name /store/first',
    async (_, { connect }) => (await connect.storageVolLookupByKey('/store/first')).getName(),
  ),
  ofVolume(
    'Connect.storageVolLookupByPath StorageVol.getKey',
    'vol-key /store/first',
    async (_, { connect }) => (await connect.storageVolLookupByPath('/store/first')).getKey(),
  ),
  ofVolume('StoragePool.storageVolLookupByName StorageVol.getPath', 'vol-path first --pool store', (volume) =>
    volume.getPath(),
  ),
  ofVolume('StorageVol.storagePoolLookupByVolume', 'vol-pool /store/first', async (volume) =>
    (await volume.storagePoolLookupByVolume()).getName(),
  ),
  ofVolume(
    'StorageVol.getInfo',
    'vol-info --bytes first --pool store',
    async (volume) => {
      const { type, capacity, allocation } = await volume.getInfo();
      return [['file', 'block', 'dir'][type], String(capacity), String(allocation)];
    },
    (output) => ['Type', 'Capacity', 'Allocation'].map((name) => bytes(name)(output)),
  ),
  ofVolume('StorageVol.getXMLDesc', 'vol-dumpxml first --pool store', (volume) => volume.getXMLDesc()),
  ofPool(
    'StoragePool.listAllVolumes',
    'vol-list store',
    async (pool) => names(await pool.listAllVolumes()),
    column(0),
  ),
  ofPool('StoragePool.listVolumes', 'vol-list store', (pool) => pool.listVolumes(), column(0)),
  ofPool(
    'StoragePool.numOfVolumes',
    'vol-list store',
    (pool) => pool.numOfVolumes(),
    (output) => column(0)(output).length,
  ),
  ofPool(
    'StoragePool.storageVolCreateXML',
    'vol-create store @/volume.xml; echo =====; vol-dumpxml second --pool store',
    async (pool, { xml }) => (await pool.storageVolCreateXML(xml('volume.xml'))).getXMLDesc(),
  ),
  ofVolume(
    'StoragePool.storageVolCreateXMLFrom',
    'vol-create-from store @/volume.xml first --inputpool store; echo =====; vol-dumpxml second --pool store',
    async (volume, { pool, xml }) =>
      (await (await pool()).storageVolCreateXMLFrom(xml('volume.xml'), volume)).getXMLDesc(),
  ),
  ofVolume(
    'StorageVol.delete',
    'vol-delete first --pool store; echo =====; vol-list store',
    async (volume, { pool }) => {
      await volume.delete();
      return names(await (await pool()).listAllVolumes());
    },
    column(0),
  ),
];
