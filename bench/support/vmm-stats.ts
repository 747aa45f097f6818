import type { Vm } from 'vmwright';
import { QmpClient } from '#src/vm-process/qmp-client.js';
import type { KvmPlace } from './kvm-place.js';

/** What vmwright-vmm tells of itself beyond `vm.stats()`; docs/vmm.md. */
export interface VmmFigures {
  readonly startToGuestNs: number;
  readonly exits: Readonly<
    Record<'portReads' | 'portWrites' | 'memoryReads' | 'memoryWrites' | 'total', number>
  >;
}

export async function vmmStats(place: KvmPlace, vm: Vm): Promise<VmmFigures> {
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

/** Bytes of a VM's processes that are in memory, without the guest's own: that is the mapping of at least its size. */
export async function ownMemory(place: KvmPlace, vm: Vm, guestBytes: number): Promise<number> {
  let kib = 0;
  for (const pid of await place.pidsOf(vm)) {
    const text = await place.sh(`cat /proc/${pid}/smaps`);
    for (const [, size, rest = ''] of text.matchAll(/^Size: +(\d+) kB\n((?:\w+: .*\n)+)/gm)) {
      const rss = Number(/^Rss: +(\d+) kB$/m.exec(rest)?.[1] ?? 0);
      if (Number(size) * 1024 < guestBytes * 0.9) kib += rss;
    }
  }
  return kib * 1024;
}
