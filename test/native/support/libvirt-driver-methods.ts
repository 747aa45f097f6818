import { dirname } from 'node:path';
import { Connect, LibvirtError } from 'vmwright/libvirt';
import { generatedMethods, sampleArgument } from './libvirt-methods.js';
import { openNodeXml, temporaryNode } from './libvirt-node.js';
import { sampleHandles } from './libvirt-sample-handles.js';

const UUID = '6695eb01-f6a4-8304-79aa-97f250240000';

/** For methods whose arguments libvirt itself checks before it asks whether the driver has them. */
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  'Connect.nodeAllocPages': [[2048], [1], 0, 1],
  'Connect.nodeSetMemoryParameters': [{ shm_pages_to_scan: 1 }],
  'Connect.secretLookupByUUIDString': [UUID],
  'Connect.nwFilterLookupByUUIDString': [UUID],
  'Connect.domainQemuAttach': [1],
  'Domain.setLaunchSecurityState': [{ 'sev-secret': 'x' }],
  'Network.portLookupByUUIDString': [UUID],
  'StorageVol.resize': [5_000_000n],
};

/** Methods that are no call of the driver, or that virsh 9.0 has no command for. */
export const NOTHING_TO_COMPARE: Readonly<Record<string, string>> = {
  'Connect.isAlive': 'virsh keeps it to itself',
  'Connect.isEncrypted': 'virsh has no command that tells it',
  'Connect.isSecure': 'virsh has no command that tells it',
  'Domain.isUpdated': 'virsh has no command that tells it',
  'Domain.memoryPeek': 'virsh has no command for it',
  'Domain.migrateToURI': 'the driver cannot migrate: libvirt refuses before it asks, with another error',
  'Domain.migrateToURI2': 'as migrateToURI',
  'Domain.migrateToURI3': 'as migrateToURI',
  'Domain.openGraphics': 'wants the descriptor of a socket, and virsh has no command for it',
};

/** The methods that the driver does not refuse as none of its own, as `Domain.getInfo`. */
export async function methodsOfTheDriver(): Promise<string[]> {
  using node = temporaryNode(openNodeXml(2));
  const found: string[] = [];
  for (const { owner, name, types } of generatedMethods()) {
    await using connect = await Connect.open(node.uri);
    await using standard = await Connect.open('test:///default'); // which has devices
    const handles = new Map(await sampleHandles(connect, dirname(node.file)));
    handles.set('NodeDevice', await standard.nodeDeviceLookupByName('scsi_host11'));
    const object = handles.get(owner) as Record<string, (...args: unknown[]) => unknown> | undefined;
    if (object === undefined) continue;
    const args = ARGUMENTS[`${owner}.${name}`] ?? types.map((type) => sampleArgument(type, handles));
    try {
      await object[name]?.(...args);
      found.push(`${owner}.${name}`);
    } catch (error) {
      const refused = error instanceof LibvirtError && error.libvirtCode !== 'NO_SUPPORT';
      if (refused) found.push(`${owner}.${name}`);
    }
  }
  return found;
}
