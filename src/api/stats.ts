import type { Operation } from '../core/operation.js';
import type { Machine, MachineStats } from '../engine/engine.js';
import type { Guest } from '../guest/index.js';
import type { GuestLink } from './guest-link.js';

/** Figures from inside the guest, from its /proc. */
export interface GuestStats {
  /** Bytes. */
  readonly memoryTotal: number;
  /** Bytes that programs can still get without swapping. */
  readonly memoryAvailable: number;
  /** Over 1, 5 and 15 minutes. */
  readonly loadAverage: readonly [number, number, number];
  /** Seconds since the guest booted. */
  readonly uptime: number;
}

/** What `vm.stats()` gives. */
export interface VmStats extends MachineStats {
  /** Absent when no agent answers. */
  readonly guest?: GuestStats;
}

/** Of the host, and of the guest where its agent answers. `link`: to a guest that runs. */
export async function readStats(
  machine: Machine,
  link: GuestLink | undefined,
  op: Operation,
): Promise<VmStats> {
  const inside = async () => {
    const { agent } = machine.spec;
    if (!agent || link === undefined) return undefined;
    if (agent === 'qemu' && !link.connected) return undefined; // it may not be there
    return readGuestStats(await link.client(op), op);
  };
  const [outside, guest] = await Promise.all([machine.stats(op), inside()]);
  return guest === undefined ? outside : { ...outside, guest };
}

async function readGuestStats(client: Guest, op: Operation): Promise<GuestStats> {
  const read = async (path: string) => (await client.readFile(path, { signal: op.signal })).toString('utf8');
  const [meminfo, loadavg, uptime] = await Promise.all([
    read('/proc/meminfo'),
    read('/proc/loadavg'),
    read('/proc/uptime'),
  ]);
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo)?.[1] ?? 0);
  const [one = 0, five = 0, fifteen = 0] = loadavg.split(' ').map(Number);
  return {
    memoryTotal: kib('MemTotal') * 1024,
    memoryAvailable: kib('MemAvailable') * 1024,
    loadAverage: [one, five, fifteen],
    uptime: Number(uptime.split(' ')[0]),
  };
}
