import type { MachineStats } from '../engine/engine.js';
import type { DomainStats } from '../vm-process/index.js';

const NS = 1e9;

/** The figures of a domain that the hypervisor and dom0's drivers count. */
export function domainStats(
  own: DomainStats,
): Pick<MachineStats, 'cpuSeconds' | 'residentBytes' | 'cpus' | 'networks'> {
  return {
    cpuSeconds: own.cpuNs / NS,
    residentBytes: own.residentBytes,
    cpus: own.vcpus.map(({ cpuNs, online }) => ({ cpuSeconds: cpuNs / NS, online })),
    networks: own.networks,
  };
}
