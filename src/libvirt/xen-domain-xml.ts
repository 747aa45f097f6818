import type { XenGuestType } from '../engine/hypervisor-report.js';
import type { DiskSpec, NetworkSpec, VmSpec } from '../engine/vm-spec.js';
import {
  type DiskShape,
  overlayFile,
  SLOTS,
  shapeOf,
  USER_MAC,
  type VmFolder,
  xenDiskName,
  xenKernelWords,
} from '../vm-process/index.js';
import { metadataXml } from './metadata.js';
import { type Xml, xml } from './xml.js';

/** What a domain of Xen depends on besides its spec. */
export interface XenDomainPlan {
  readonly uuid: string;
  readonly type: XenGuestType;
  readonly folder: VmFolder;
  /** What libxenlight runs for the interface of a user network: an absolute path on the host. */
  readonly hotplug: string | undefined;
}

/** libvirt's words for the kinds of guests. */
const OS_TYPES: Readonly<Record<XenGuestType, { readonly machine: string; readonly type: string }>> = {
  pv: { machine: 'xenpv', type: 'linux' },
  pvh: { machine: 'xenpvh', type: 'xenpvh' },
  hvm: { machine: 'xenfv', type: 'hvm' },
};

/** libxenlight takes whole MiB: superpages are 2 MiB, and the tools of Xen show MiB. */
const MIB = 2 ** 20;

/** The document that libvirt's Xen driver makes the VM of. */
export function xenDomainXml(spec: VmSpec, plan: XenDomainPlan): string {
  return xml(
    'domain',
    { type: 'xen' },
    xml('name', {}, spec.name),
    xml('uuid', {}, plan.uuid),
    metadataXml(spec),
    xml('memory', { unit: 'MiB' }, Math.ceil(spec.memoryBytes / MIB)),
    xml('vcpu', {}, spec.cpus),
    osXml(spec, plan),
    plan.type === 'hvm' ? xml('features', {}, xml('acpi'), xml('apic'), xml('pae')) : undefined,
    clockXml(spec),
    // A guest that reboots really reboots, one that powers off or panics ends its domain.
    xml('on_poweroff', {}, 'destroy'),
    xml('on_reboot', {}, 'restart'),
    xml('on_crash', {}, 'destroy'),
    xml('devices', {}, ...devices(spec, plan)),
  ).text;
}

/** Linux judges the time stamp counter itself; where Xen emulates it, each look at it leaves the guest. */
function clockXml({ boot }: VmSpec): Xml {
  const native = boot.type === 'disk' ? undefined : xml('timer', { name: 'tsc', mode: 'native' });
  return xml('clock', { offset: 'utc' }, native);
}

function osXml({ boot, agent }: VmSpec, { type }: XenDomainPlan): Xml {
  const { machine, type: name } = OS_TYPES[type];
  const kind = xml('type', { arch: 'x86_64', machine }, name);
  if (boot.type === 'disk') return xml('os', {}, kind, xml('boot', { dev: 'hd' }));
  const slots = agent === true ? SLOTS.length : 0;
  return xml(
    'os',
    {},
    kind,
    xml('kernel', {}, boot.vmlinux ?? boot.kernel),
    boot.initrd === undefined ? undefined : xml('initrd', {}, boot.initrd),
    xml('cmdline', {}, xenKernelWords(boot.cmdline, slots, type).join(' ')),
  );
}

function devices(spec: VmSpec, plan: XenDomainPlan): Xml[] {
  return [
    ...spec.disks.map((disk, index) => diskXml(disk, index, plan)),
    consoleXml(plan),
    ...channelsXml(spec.agent, plan.folder),
    ...interfacesXml(spec.network, plan),
    xml('memballoon', { model: 'xen' }),
  ];
}

/**
 * Who serves a disk: the kernel of dom0, or QEMU, which alone knows qcow2 and serves Xen nothing that is only to be read, see
 * refuseReadOnlyQcow2.
 */
export const diskDriver = ({ format }: DiskShape): 'phy' | 'qemu' => (format === 'raw' ? 'phy' : 'qemu');

function diskXml(disk: DiskSpec, index: number, { folder }: XenDomainPlan): Xml {
  const shape = shapeOf(disk, overlayFile(folder, index));
  return xml(
    'disk',
    { type: 'file', device: 'disk' },
    xml('driver', { name: diskDriver(shape), type: shape.format }),
    xml('source', { file: shape.path }),
    xml('target', { dev: xenDiskName(index), bus: 'xen' }),
    shape.writable ? undefined : xml('readonly'),
  );
}

/** Its terminal is made by xenconsoled, or for a whole PC by QEMU; serve-domain.ts reads it. */
function consoleXml({ type }: XenDomainPlan): Xml {
  return type === 'hvm'
    ? xml('serial', { type: 'pty' }, xml('target', { port: 0 }))
    : xml('console', { type: 'pty' }, xml('target', { type: 'xen', port: 0 }));
}

/** In this order the guest has them as /dev/hvc1 and on. */
function channelsXml(agent: VmSpec['agent'], folder: VmFolder): Xml[] {
  if (agent !== true) return [];
  return SLOTS.map((slot) =>
    xml(
      'channel',
      { type: 'unix' },
      xml('source', { mode: 'bind', path: folder.agent(slot) }),
      xml('target', { type: 'xen', name: `org.vmwright.agent.${slot}` }),
    ),
  );
}

function interfacesXml(network: NetworkSpec, { hotplug: path }: XenDomainPlan): Xml[] {
  if (network.type === 'user') {
    const mac = xml('mac', { address: USER_MAC });
    return [xml('interface', { type: 'ethernet' }, mac, xml('script', { path }))];
  }
  if (network.type !== 'bridge') return [];
  const { bridge, mac } = network;
  return [xml('interface', { type: 'bridge' }, xml('mac', { address: mac }), xml('source', { bridge }))];
}
