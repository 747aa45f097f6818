import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What went over a network interface of a domain, counted from its side. */
export interface XenVifStats {
  /** Its number in the domain: 0 is the first. */
  readonly device: number;
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly receiveDrops: number;
  readonly sentBytes: number;
  readonly sentPackets: number;
  readonly sendDrops: number;
}

/** What a domain did with a disk. */
export interface XenVbdStats {
  /** Its number in xenstore: 51712 is xvda. */
  readonly device: number;
  readonly readRequests: number;
  readonly writeRequests: number;
  readonly flushRequests: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** By the number of the domain. */
export interface Traffic {
  readonly vifs: ReadonlyMap<number, readonly XenVifStats[]>;
  readonly vbds: ReadonlyMap<number, readonly XenVbdStats[]>;
}

/** What blkback calls a sector. */
const SECTOR_BYTES = 512;

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** /proc/net/dev has what netback's interface `vifDOMID.DEVICE` received: what the domain sent. */
export function parseVifs(text: string): Map<number, XenVifStats[]> {
  const vifs = new Map<number, XenVifStats[]>();
  for (const line of text.split('\n')) {
    const match = /^\s*vif(\d+)\.(\d+):\s*(.*)$/.exec(line);
    if (match === null) continue;
    const [, domid = '', device = '', rest = ''] = match;
    const numbers = rest.split(/\s+/).map(Number);
    const at = (column: number) => numbers[column] ?? 0;
    push(vifs, Number(domid), {
      device: Number(device),
      receivedBytes: at(8),
      receivedPackets: at(9),
      receiveDrops: at(11),
      sentBytes: at(0),
      sentPackets: at(1),
      sendDrops: at(3),
    });
  }
  return vifs;
}

async function readVbd(folder: string, device: number): Promise<XenVbdStats> {
  const read = async (name: string) => Number(await readFile(join(folder, 'statistics', name), 'latin1'));
  const names = ['rd_req', 'wr_req', 'f_req', 'rd_sect', 'wr_sect'] as const;
  const [reads = 0, writes = 0, flushes = 0, readSectors = 0, writtenSectors = 0] = await Promise.all(
    names.map(read),
  );
  return {
    device,
    readRequests: reads,
    writeRequests: writes,
    flushRequests: flushes,
    readBytes: readSectors * SECTOR_BYTES,
    writtenBytes: writtenSectors * SECTOR_BYTES,
  };
}

async function readVbds(sysfs: string): Promise<Map<number, XenVbdStats[]>> {
  const vbds = new Map<number, XenVbdStats[]>();
  const devices = join(sysfs, 'bus', 'xen-backend', 'devices');
  const names = await readdir(devices).catch(() => []); // no device has its backend here
  const reading = names.map(async (name) => {
    const [, domid = '', device = ''] = /^vbd-(\d+)-(\d+)$/.exec(name) ?? [];
    if (domid === '') return;
    // A disk may be gone by now.
    const vbd = await readVbd(join(devices, name), Number(device)).catch(() => undefined);
    if (vbd !== undefined) push(vbds, Number(domid), vbd);
  });
  await Promise.all(reading);
  return vbds;
}

/**
 * The counters of the backends in this domain's kernel: netback and blkback. Disks that QEMU serves (qcow2) are not among
 * them.
 */
export async function readTraffic(sysfs = '/sys', proc = '/proc'): Promise<Traffic> {
  const [network, vbds] = await Promise.all([readFile(join(proc, 'net', 'dev'), 'latin1'), readVbds(sysfs)]);
  return { vifs: parseVifs(network), vbds };
}
