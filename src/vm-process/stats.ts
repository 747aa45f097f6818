import type { MachineStats } from '../engine/engine.js';
import type { Runner } from '../remote/runner.js';
import type { QmpBlockStats } from './qmp-types.js';

/** USER_HZ and the page size are fixed parts of the x86-64 kernel interface, proc(5). */
const TICKS_PER_SECOND = 100;
const PAGE = 4096;

/** CPU time and memory of a process on the host. */
export async function processStats(
  runner: Runner,
  pid: number,
): Promise<Pick<MachineStats, 'cpuSeconds' | 'residentBytes'>> {
  const [stat, statm] = await Promise.all([
    runner.files.read(`/proc/${pid}/stat`),
    runner.files.read(`/proc/${pid}/statm`),
  ]);
  return { cpuSeconds: cpuSeconds(stat.toString()), residentBytes: residentPages(statm.toString()) * PAGE };
}

/** Fields 14 (utime) and 15 (stime); the name in field 2 may hold spaces and parentheses, so count from its end. */
export function cpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function residentPages(statm: string): number {
  return Number(statm.split(' ')[1]);
}

/** The figures of our own disks, in guest order; `vd0` is the id that argv.ts gives to the first one. */
export function diskStats(all: readonly QmpBlockStats[], disks: number): MachineStats['disks'] {
  return Array.from({ length: disks }, (_, index) => {
    const found = all.find(({ qdev }) => qdev?.split('/').includes(`vd${index}`) === true);
    return { readBytes: found?.stats.rd_bytes ?? 0, writeBytes: found?.stats.wr_bytes ?? 0 };
  });
}
