import {
  type Interface,
  type Network,
  NetworkUpdateCommand,
  NetworkUpdateSection,
  type NodeDevice,
} from 'vmwright/libvirt';
import {
  bytes,
  type Comparison,
  column,
  comparison,
  field,
  lines,
  names,
  type Scene,
} from './libvirt-comparison.js';

const BLUE_UUID = '004b96e1-2d78-c30f-5aa5-f03c87d21e69';
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
const NETWORKS = 'echo =====; net-list --all --name';
const networks = async ({ connect }: Scene): Promise<string[]> =>
  names(await connect.listAllNetworks()).sort();

/** A line of `net-info`. */
const ofNetwork = (method: string, name: string, ours: (network: Network) => unknown): Comparison =>
  comparison(`Network.${method}`, 'net-info blue', async ({ network }) => ours(await network()), field(name));

/** Of networks. */
export const NETWORK: readonly Comparison[] = [
  comparison('Connect.networkLookupByName', 'net-uuid blue', async ({ connect }) =>
    (await connect.networkLookupByName('blue')).getUUIDString(),
  ),
  comparison('Connect.networkLookupByUUID', `net-name ${BLUE_UUID}`, async ({ connect }) =>
    (await connect.networkLookupByUUID(bytes(BLUE_UUID))).getName(),
  ),
  comparison('Connect.networkLookupByUUIDString', `net-name ${BLUE_UUID}`, async ({ connect }) =>
    (await connect.networkLookupByUUIDString(BLUE_UUID)).getName(),
  ),
  ofNetwork('getName', 'Name', (network) => network.getName()),
  ofNetwork('getUUIDString', 'UUID', (network) => network.getUUIDString()),
  comparison(
    'Network.getUUID',
    'net-uuid blue',
    async ({ network }) => Buffer.from((await network()).getUUID()).toString('hex'),
    (output) => output.trim().replaceAll('-', ''),
  ),
  ofNetwork('isActive', 'Active', async (network) => yesNo(await network.isActive())),
  ofNetwork('isPersistent', 'Persistent', async (network) => yesNo(await network.isPersistent())),
  ofNetwork('getAutostart', 'Autostart', async (network) => yesNo(await network.getAutostart())),
  ofNetwork('getBridgeName', 'Bridge', (network) => network.getBridgeName()),
  comparison('Network.getXMLDesc', 'net-dumpxml blue', async ({ network }) => (await network()).getXMLDesc()),
  ...(['networkCreateXML', 'networkCreateXMLFlags'] as const).map((method) =>
    comparison(
      `Connect.${method}`,
      'net-create @/network.xml; echo =====; net-dumpxml new',
      async ({ connect, xml }) => macless(await (await connect[method](xml('network.xml'))).getXMLDesc()),
      (output) => macless(output),
    ),
  ),
  ...(['networkDefineXML', 'networkDefineXMLFlags'] as const).map((method) =>
    comparison(
      `Connect.${method}`,
      'net-define @/network.xml; echo =====; net-dumpxml new',
      async ({ connect, xml }) => macless(await (await connect[method](xml('network.xml'))).getXMLDesc()),
      (output) => macless(output),
    ),
  ),
  comparison(
    'Network.setAutostart',
    'net-autostart blue; echo =====; net-info blue',
    async ({ network }) => {
      const blue = await network();
      await blue.setAutostart(true);
      return yesNo(await blue.getAutostart());
    },
    field('Autostart'),
  ),
  comparison(
    'Network.destroy',
    'net-destroy blue; echo =====; net-info blue',
    async ({ network }) => {
      const blue = await network();
      await blue.destroy();
      return yesNo(await blue.isActive());
    },
    field('Active'),
  ),
  comparison(
    'Network.create',
    'net-destroy blue; net-start blue; echo =====; net-info blue',
    async ({ network }) => {
      const blue = await network();
      await blue.destroy();
      await blue.create();
      return yesNo(await blue.isActive());
    },
    field('Active'),
  ),
  comparison(
    'Network.undefine',
    `net-destroy blue; net-undefine blue; ${NETWORKS}`,
    async (scene) => {
      const blue = await scene.network();
      await blue.destroy();
      await blue.undefine();
      return networks(scene);
    },
    (output) => lines(output).sort(),
  ),
  comparison(
    'Network.update',
    'net-update blue add-first ip-dhcp-host @/host.xml --live; echo =====; net-dumpxml blue',
    async ({ network, xml }) => {
      const blue = await network();
      await blue.update(
        NetworkUpdateCommand.ADD_FIRST,
        NetworkUpdateSection.IP_DHCP_HOST,
        -1,
        xml('host.xml'),
        'AFFECT_LIVE',
      );
      return blue.getXMLDesc();
    },
  ),
];
/** The address of a bridge is made by chance. */
function macless(xml: string): string {
  return xml.replace(/<mac address='[^']*'\/>/, '').trim();
}

const ofInterface = (
  calls: string,
  virsh: string,
  ours: (own: Interface, scene: Scene) => unknown,
  read?: Comparison['read'],
): Comparison => comparison(calls, virsh, async (scene) => ours(await scene.interface(), scene), read);
const interfaces = (output: string): string[][] => [column(0)(output), column(1)(output)];
const interfacesOf = async ({ connect }: Scene): Promise<string[][]> => {
  const all = await connect.listAllInterfaces();
  return [
    names(all),
    await Promise.all(all.map(async (each) => ((await each.isActive()) ? 'active' : 'inactive'))),
  ];
};
const CHANGES = { Commit: 'commit', Rollback: 'rollback' } as const;

/** Of interfaces of the host. */
export const INTERFACES: readonly Comparison[] = [
  ofInterface('Connect.interfaceLookupByName Interface.getMACString', 'iface-mac eth7', (own) =>
    own.getMACString(),
  ),
  comparison(
    'Connect.interfaceLookupByMACString Interface.getName',
    'iface-name aa:bb:cc:dd:ee:07',
    async ({ connect }) => (await connect.interfaceLookupByMACString('aa:bb:cc:dd:ee:07')).getName(),
  ),
  ofInterface('Interface.getXMLDesc', 'iface-dumpxml eth7', (own) => own.getXMLDesc()),
  ofInterface('Interface.isActive', 'iface-list --all', (_, scene) => interfacesOf(scene), interfaces),
  ofInterface(
    'Interface.destroy',
    'iface-destroy eth7; echo =====; iface-list --all',
    async (own, scene) => {
      await own.destroy();
      return interfacesOf(scene);
    },
    interfaces,
  ),
  ofInterface(
    'Interface.create',
    'iface-destroy eth7; iface-start eth7; echo =====; iface-list --all',
    async (own, scene) => {
      await own.destroy();
      await own.create();
      return interfacesOf(scene);
    },
    interfaces,
  ),
  ofInterface(
    'Interface.undefine',
    'iface-undefine eth7; echo =====; iface-list --all',
    async (own, scene) => {
      await own.undefine();
      return interfacesOf(scene);
    },
    interfaces,
  ),
  comparison(
    'Connect.interfaceDefineXML',
    'iface-define @/interface.xml; echo =====; iface-dumpxml eth9',
    async ({ connect, xml }) => (await connect.interfaceDefineXML(xml('interface.xml'))).getXMLDesc(),
  ),
  ...(['Commit', 'Rollback'] as const).map((end) =>
    ofInterface(
      `Connect.interfaceChangeBegin Connect.interfaceChange${end}`,
      `iface-begin; iface-undefine eth7; iface-${CHANGES[end]}; echo =====; iface-list --all`,
      async (own, scene) => {
        await scene.connect.interfaceChangeBegin();
        await own.undefine();
        await scene.connect[`interfaceChange${end}`]();
        return interfacesOf(scene);
      },
      interfaces,
    ),
  ),
];

const DEVICES = "complete -- nodedev-dumpxml --device ''";
const completed = (output: string): string[] => lines(output).sort();
const ofDevice = (
  calls: string,
  virsh: string,
  ours: (device: NodeDevice) => unknown,
  read?: Comparison['read'],
): Comparison =>
  comparison(
    calls,
    virsh,
    async ({ connect }) => ours(await connect.nodeDeviceLookupByName('scsi_host11')),
    read,
  );

/** Of devices of the host. nodedev-list of virsh passes a flag that the driver of 9.0 does not know; what it completes is the same list. */
export const DEVICES_OF_THE_HOST: readonly Comparison[] = [
  comparison(
    'Connect.listAllNodeDevices',
    DEVICES,
    async ({ connect }) => names(await connect.listAllNodeDevices()).sort(),
    completed,
  ),
  comparison(
    'Connect.nodeListDevices',
    DEVICES,
    async ({ connect }) => (await connect.nodeListDevices(null)).sort(),
    completed,
  ),
  comparison(
    'Connect.nodeNumOfDevices',
    DEVICES,
    ({ connect }) => connect.nodeNumOfDevices(null),
    (output) => completed(output).length,
  ),
  ofDevice('Connect.nodeDeviceLookupByName NodeDevice.getXMLDesc', 'nodedev-dumpxml scsi_host11', (device) =>
    device.getXMLDesc(),
  ),
  ofDevice('NodeDevice.getName', 'nodedev-info scsi_host11', (device) => device.getName(), field('Name')),
  ofDevice(
    'NodeDevice.getParent',
    'nodedev-info scsi_host11',
    (device) => device.getParent(),
    field('Parent'),
  ),
  ofDevice(
    'NodeDevice.listCaps',
    'nodedev-dumpxml scsi_host11',
    async (device) => (await device.listCaps()).sort(),
    capabilities,
  ),
  ofDevice(
    'NodeDevice.numOfCaps',
    'nodedev-dumpxml scsi_host11',
    (device) => device.numOfCaps(),
    (output) => capabilities(output).length,
  ),
  comparison(
    'Connect.nodeDeviceCreateXML',
    '+nodedev-create @/device.xml',
    async ({ connect, xml }) => {
      return (await connect.nodeDeviceCreateXML(xml('device.xml'))).getName();
    },
    (output) => /Node device (\S+) created/.exec(output)?.[1],
  ),
  comparison(
    'NodeDevice.destroy',
    `nodedev-create @/device.xml; nodedev-destroy scsi_host12; echo =====; ${DEVICES}`,
    async ({ connect, xml }) => {
      await (await connect.nodeDeviceCreateXML(xml('device.xml'))).destroy();
      return names(await connect.listAllNodeDevices()).sort();
    },
    completed,
  ),
];
/** The driver tells those of the device, without those within them. */
function capabilities(xml: string): string[] {
  return [...xml.matchAll(/^ {2}<capability type='(\w+)'/gm)].map(([, type = '']) => type).sort();
}
