import type { Vm } from 'vmwright';
import { QmpClient } from '#src/vm-process/qmp-client.js';
import type { Place } from './place.js';

/** What vmwright-vmm tells of itself beyond `vm.stats()`; docs/vmm.md. */
export interface VmmFigures {
  readonly startToGuestNs: number;
  readonly exits: Readonly<
    Record<'portReads' | 'portWrites' | 'memoryReads' | 'memoryWrites' | 'total', number>
  >;
}

export async function vmmStats(place: Place, vm: Vm): Promise<VmmFigures> {
  const { qmp } = await place.folderOf(vm);
  const socket = await place.runner.connectUnix(qmp(1));
  try {
    const client = new QmpClient({ input: socket, output: socket }, 'vmwright-vmm');
    await client.ready;
    return (await client.execute('x-vmwright-stats')) as unknown as VmmFigures;
  } finally {
    socket.destroy();
  }
}
