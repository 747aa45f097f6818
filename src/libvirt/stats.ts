import type { TypedParams } from '../native/libvirt/typed-params.js';
import type { QmpCommands } from '../vm-process/index.js';

const KIB = 1024;

/** The figures of one domain; those of groups that were not asked for are zero. */
export interface DomainFigures {
  readonly cpuNs: number;
  readonly memoryBytes: number;
  readonly residentBytes: number;
  /** As QEMU tells them, by the ids of our own disks: `vd0`, `vd1`, … */
  readonly disks: QmpCommands['query-blockstats']['result'];
}

/** Reads what virDomainListGetStats told; names and units are in its description. */
export function domainStats(params: TypedParams): DomainFigures {
  const number = (name: string): number => {
    const value = params[name];
    return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0;
  };
  const disks = Array.from({ length: number('block.count') }, (_, index) => ({
    qdev: `vd${index}`,
    stats: { rd_bytes: number(`block.${index}.rd.bytes`), wr_bytes: number(`block.${index}.wr.bytes`) },
  }));
  return {
    cpuNs: number('cpu.time'),
    memoryBytes: number('balloon.current') * KIB,
    residentBytes: number('balloon.rss') * KIB,
    disks,
  };
}
