import type { Operation } from '../core/operation.js';
import { type Capability, type EngineReport, type Feature, onlyXen } from '../engine/engine.js';
import type { XenGuestType } from '../engine/hypervisor-report.js';
import { unusableReport } from '../engine/unusable.js';
import type { Runner } from '../remote/runner.js';
import { surveyNetwork, userNetwork } from '../vm-process/index.js';
import type { Connection } from './connection.js';
import { NO_SAVE } from './no-save.js';
import { surveyLibvirt } from './survey.js';
import { dotted } from './version.js';

const YES: Capability = { supported: true };

/** What libvirt's capabilities call the kinds of guests; `linux` is the older name of `xen`. */
const GUEST_TYPES: Readonly<Record<string, XenGuestType>> = {
  xen: 'pv',
  linux: 'pv',
  xenpvh: 'pvh',
  hvm: 'hvm',
};

/** The kinds of guests that the host's Xen and its libvirt can make. */
export async function guestTypesOf(connection: Connection): Promise<XenGuestType[]> {
  const capabilities = await connection.capabilities();
  const guests = capabilities
    .all('guest')
    .filter((guest) => guest.first('arch')?.attribute('name') === 'x86_64')
    .map((guest) => GUEST_TYPES[guest.first('os_type')?.text ?? '']);
  return [...new Set(guests.filter((type) => type !== undefined))];
}

/** What libvirt's Xen driver can do on this host. */
export async function probeXenDriver(
  connection: Connection,
  runner: Runner,
  { signal }: Operation,
): Promise<EngineReport> {
  const { connect, uri } = connection;
  const [{ uid }, types, libvirt, xen, survey, network] = await Promise.all([
    runner.facts(),
    guestTypesOf(connection),
    connect.getLibVersion(),
    connect.getVersion(),
    surveyLibvirt(runner),
    surveyNetwork(runner, signal),
  ]);
  if (uid !== 0) {
    return unusableReport(
      'libvirt',
      'the console and the sockets of a domain of Xen are for root only',
      'log in as root',
    );
  }
  const version = dotted(libvirt);
  if (types.length === 0)
    return unusableReport('libvirt', `libvirt ${version} finds no guests for x86-64 (${uri})`);
  return {
    engine: 'libvirt',
    usable: true,
    reason: `libvirt ${version} with Xen ${dotted(xen)}, guests of type ${types.join(', ')} (${uri})`,
    version,
    hypervisors: ['xen'],
    notes: [],
    features: features(types, survey.programs.includes('qemu-img'), userNetwork(network)),
  };
}

function features(
  types: readonly XenGuestType[],
  qemuImg: boolean,
  network: Capability,
): Record<Feature, Capability> {
  const no = (reason: string, remedy: string): Capability => ({ supported: false, reason, remedy });
  const driver = "libvirt's Xen driver";
  const notYet = no(`the libvirt engine cannot do this with ${driver}`, 'use the engine xen');
  return {
    kernelBoot: types.some((type) => type !== 'hvm')
      ? YES
      : no('Xen runs neither PV nor PVH guests here', 'xl info'),
    diskBoot: types.includes('hvm')
      ? YES
      : no('the CPU has no virtualization for HVM guests', 'enable SVM or VT-x in the firmware'),
    uefi: notYet,
    qcow2: qemuImg
      ? YES
      : no('qemu-img, which makes overlays, is not installed', 'apt-get install qemu-utils'),
    userNetwork: network,
    tapNetwork: YES,
    detached: YES,
    pause: YES,
    reboot: YES,
    console: YES,
    stats: YES,
    resizeMemory: YES,
    qemuAgent: no(
      `${driver} has no channel for QEMU's guest agent`,
      'use an image with the agent of vmwright',
    ),
    snapshot: notYet,
    mounts: notYet,
    ...onlyXen('libvirt', 'use the engine xen'),
    guestType: YES,
    save: NO_SAVE,
  };
}
