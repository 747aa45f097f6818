import type {
  ChannelDevice,
  DeviceList,
  DiskDevice,
  NetworkDevice,
  PciDevice,
} from '../engine/device-list.js';
import type { DomainConfig } from '../vm-process/index.js';

type Of<K extends 'disks' | 'nics' | 'pcidevs' | 'channels'> = NonNullable<DomainConfig[K]>[number];

/** The devices of a domain. `agents`: its channels that libxenlight does not know, as ours are. */
export function deviceList(now: DomainConfig, agents: readonly ChannelDevice[] = []): DeviceList {
  return {
    disks: (now.disks ?? []).map(disk),
    networks: (now.nics ?? []).map(network),
    pci: (now.pcidevs ?? []).map(pci),
    channels: [...agents, ...(now.channels ?? []).map(channel)],
  };
}

function disk({ vdev = '', pdev_path, format, readwrite, removable, is_cdrom }: Of<'disks'>): DiskDevice {
  return {
    name: vdev,
    ...(pdev_path === undefined || pdev_path === '' ? {} : { path: pdev_path }),
    format: format ?? 'raw',
    writable: isSet(readwrite),
    removable: isSet(removable) || isSet(is_cdrom),
  };
}

function network({ mac = '', bridge }: Of<'nics'>): NetworkDevice {
  return { mac: mac.toLowerCase(), ...(bridge === undefined ? {} : { bridge }) };
}

/** libxenlight leaves members out that are 0. */
function pci({ domain = 0, bus = 0, dev = 0, func = 0 }: Of<'pcidevs'>): PciDevice {
  const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
  return { address: `${hex(domain, 4)}:${hex(bus, 2)}:${hex(dev, 2)}.${func}` };
}

function channel(one: Of<'channels'>): ChannelDevice {
  const path = one['connection.socket']?.path ?? one['connection.pty']?.path;
  return { name: one.name ?? '', ...(path === undefined ? {} : { path }) };
}

/** A flag of libxenlight's is a number in one type and a word in another. */
const isSet = (flag: number | boolean | undefined): boolean => flag !== undefined && Number(flag) !== 0;
