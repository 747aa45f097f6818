import { join } from 'node:path/posix';
import type { DiskSpec, NetworkSpec, VmSpec } from '../engine/vm-spec.js';
import {
  agentPortId,
  consolePort,
  kernelWords,
  overlayFile,
  SLOTS,
  shapeOf,
  type VmFolder,
} from '../vm-process/index.js';
import type { DomainPlan } from './domain-xml.js';
import { type Xml, xml } from './xml.js';

/** Where devices are on the bus of the machine; disks come last, as many as there are. */
export const SLOT = { ports: 2, balloon: 3, random: 4, network: 5, disks: 6 } as const;
/** Slot 31 is the chipset's; 30 and some below are for what libvirt itself may add. */
const LAST_SLOT = 25;

/**
 * Left alone, libvirt gives each device a bridge of its own, so that it can be pulled out; a guest then has as many more to
 * find when it boots. What does not fit is left to libvirt.
 */
export function addressXml(slot: number): Xml | undefined {
  if (slot > LAST_SLOT) return undefined;
  return xml('address', { type: 'pci', domain: 0, bus: 0, slot: `0x${slot.toString(16)}`, function: 0 });
}

/** The channel where QEMU's guest agent listens. */
export const QEMU_AGENT_PORT = 'org.qemu.guest_agent.0';

/** libvirt takes names of devices that are not its own only with this prefix. */
const ALIAS = 'ua-';

/** The disks, in guest order. */
export function disksXml(spec: VmSpec, plan: DomainPlan): Xml[] {
  return spec.disks.map((disk, index) => diskXml(disk, index, spec, plan));
}

function diskXml(disk: DiskSpec, index: number, { boot }: VmSpec, plan: DomainPlan): Xml {
  const { path, format, writable } = shapeOf(disk, overlayFile(plan.folder, index));
  const block = plan.blockDevices.has(path);
  return xml(
    'disk',
    { type: block ? 'block' : 'file', device: 'disk' },
    xml('driver', {
      name: 'qemu',
      type: format,
      // An overlay dies with its VM, so nothing has to reach the platter; other disks keep the guest's flushes.
      cache: disk.access === 'overlay' ? 'unsafe' : 'writeback',
      discard: 'unmap',
      detect_zeroes: 'unmap',
    }),
    xml('source', { [block ? 'dev' : 'file']: plan.files.get(path) ?? path }),
    xml('target', { dev: diskName(index), bus: 'virtio' }),
    writable ? undefined : xml('readonly'),
    boot.type === 'disk' && index === 0 ? xml('boot', { order: 1 }) : undefined,
    addressXml(SLOT.disks + index),
  );
}

/** `vda`, …, `vdz`, `vdaa`, … as Linux counts. */
export function diskName(index: number): string {
  const letters = (n: number): string =>
    (n < 26 ? '' : letters(Math.floor(n / 26) - 1)) + String.fromCharCode('a'.charCodeAt(0) + (n % 26));
  return `vd${letters(index)}`;
}

/** Another name of the console log, as virtlogd opens no file for two devices. */
export const serialLog = ({ run }: VmFolder): string => join(run, 'serial.log');

/**
 * The console keeps its history in a file without any reader. When it is the virtio console, the serial port has no reader
 * but the same file.
 */
export function consolesXml({ boot, agent }: VmSpec, { folder, hypervisor }: DomainPlan): Xml[] {
  const virtual =
    boot.type === 'kernel' && consolePort(kernelWords({ agent }, boot.cmdline, hypervisor)) === 'hvc0';
  const log = folder.consoleLog;
  const both = [
    xml('source', { mode: 'bind', path: folder.console }),
    xml('log', { file: log, append: 'on' }),
  ];
  const consoles = virtual
    ? [
        xml(
          'serial',
          { type: 'file' },
          xml('source', { path: serialLog(folder), append: 'on' }),
          xml('target', { port: 0 }),
        ),
        xml('console', { type: 'unix' }, ...both, xml('target', { type: 'virtio', port: 0 })),
      ]
    : [xml('serial', { type: 'unix' }, ...both, xml('target', { port: 0 }))];
  return [...consoles, ...channelsXml(agent, folder)];
}

function channelsXml(agent: VmSpec['agent'], folder: VmFolder): Xml[] {
  if (agent === 'qemu') return [qemuChannelXml()];
  return agent ? SLOTS.map((slot) => channelXml(folder.agent(slot), slot)) : [];
}

/** Its socket is made and held by libvirt, which passes commands on. */
const qemuChannelXml = (): Xml =>
  xml(
    'channel',
    { type: 'unix' },
    xml('source', { mode: 'bind' }),
    xml('target', { type: 'virtio', name: QEMU_AGENT_PORT }),
  );

function channelXml(path: string, slot: number): Xml {
  return xml(
    'channel',
    { type: 'unix' },
    xml('source', { mode: 'bind', path }),
    xml('target', { type: 'virtio', name: `org.vmwright.agent.${slot}` }),
    xml('alias', { name: `${ALIAS}${agentPortId(slot)}` }),
  );
}

/** The name that we gave a device, from the one that QEMU knows it by. */
export const ownAlias = (id: string): string => (id.startsWith(ALIAS) ? id.slice(ALIAS.length) : id);

export function interfacesXml(network: NetworkSpec): Xml[] {
  // Without a ROM QEMU does not load PXE, which only firmware would use.
  const model = [xml('model', { type: 'virtio' }), xml('rom', { enabled: 'no' }), addressXml(SLOT.network)];
  switch (network.type) {
    case 'none':
      return [];
    case 'user':
      // libvirt cannot tell QEMU to let nobody out, but it can pull the cable.
      return [
        xml(
          'interface',
          { type: 'user' },
          ...model,
          network.restrict ? xml('link', { state: 'down' }) : undefined,
        ),
      ];
    case 'bridge':
      return [
        xml(
          'interface',
          { type: 'bridge' },
          xml('source', { bridge: network.bridge }),
          xml('mac', { address: network.mac }),
          ...model,
        ),
      ];
    case 'tap':
      return [
        xml(
          'interface',
          { type: 'ethernet' },
          xml('mac', { address: network.mac }),
          xml('target', { dev: network.device, managed: 'no' }),
          ...model,
        ),
      ];
  }
}
