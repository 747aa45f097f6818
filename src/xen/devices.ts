import type { BridgedInterface, DiskSpec, NetworkSpec } from '../engine/vm-spec.js';
import { shapeOf, USER_MAC } from '../vm-process/index.js';

/** The part of libxl_device_disk that is set here. */
export interface LibxlDisk {
  readonly pdev_path: string;
  readonly vdev: string;
  readonly format: 'raw' | 'qcow2';
  readonly readwrite: 0 | 1;
}

/** The part of libxl_device_nic that is set here. */
export interface LibxlNic {
  readonly devid?: number;
  readonly mac: string;
  readonly bridge?: string;
  readonly script?: string;
  /** Of what the guest sends. 0 microseconds: no limit. */
  readonly rate_bytes_per_interval?: number;
  readonly rate_interval_usecs?: number;
}

/** Microseconds for which the driver gives a guest its bytes; xl's default, too. */
const RATE_INTERVAL = 50_000;

export function diskOf(disk: DiskSpec, overlay: string, vdev: string): LibxlDisk {
  const { path, format, writable } = shapeOf(disk, overlay);
  return { pdev_path: path, vdev, format, readwrite: writable ? 1 : 0 };
}

export function nicsOf(network: NetworkSpec, program: string): LibxlNic[] {
  switch (network.type) {
    case 'bridge':
      return [{ devid: 0, ...nicOf(network) }];
    case 'user':
      return [{ devid: 0, mac: USER_MAC, script: program }];
    default:
      return [];
  }
}

export function nicOf({ mac, bridge, rateLimit, script }: BridgedInterface): LibxlNic {
  return {
    mac,
    bridge,
    ...(script === undefined ? {} : { script }),
    ...(rateLimit === undefined
      ? {}
      : {
          rate_bytes_per_interval: Math.ceil((rateLimit * RATE_INTERVAL) / 1e6),
          rate_interval_usecs: RATE_INTERVAL,
        }),
  };
}

/** The part of libxl_device_pci that is set here. */
export interface LibxlPci {
  readonly domain: number;
  readonly bus: number;
  readonly dev: number;
  readonly func: number;
}

/** `address`: `0000:03:00.0`. */
export function pciOf(address: string): LibxlPci {
  const [domain = 0, bus = 0, dev = 0, func = 0] = address
    .split(/[:.]/)
    .map((part) => Number.parseInt(part, 16));
  return { domain, bus, dev, func };
}
