import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadXenAddon } from './addon.js';

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

/** What xen.node's diskCounters() has of each disk. */
const MEMBERS = 7;

/** From files of sysfs, of which each disk has one per number: too many for calls of node:fs ten times a second. */
async function readVbds(sysfs: string): Promise<Map<number, XenVbdStats[]>> {
  const vbds = new Map<number, XenVbdStats[]>();
  const numbers = await loadXenAddon().diskCounters(join(sysfs, 'bus', 'xen-backend', 'devices'));
  for (let at = 0; at < numbers.length; at += MEMBERS) {
    const [domid = 0, device = 0, readRequests = 0, writeRequests = 0, flushRequests = 0, ...sectors] =
      numbers.subarray(at, at + MEMBERS);
    const [read = 0, written = 0] = sectors;
    push(vbds, domid, {
      device,
      readRequests,
      writeRequests,
      flushRequests,
      readBytes: read * SECTOR_BYTES,
      writtenBytes: written * SECTOR_BYTES,
    });
  }
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
