import type { Vm } from 'vmwright';
import type { Place } from './place.js';

/** Bytes of a VM's processes that are in memory, without the guest's own: that is the mapping of at least its size. */
export async function ownMemory(place: Place, vm: Vm, guestBytes: number): Promise<number> {
  const text = await place.sh(
    `for pid in ${(await pids(place, vm)).join(' ')}; do cat /proc/$pid/smaps; done`,
  );
  let kib = 0;
  for (const [, size, rest = ''] of text.matchAll(/^Size: +(\d+) kB\n((?:\w+: .*\n)+)/gm)) {
    const rss = Number(/^Rss: +(\d+) kB$/m.exec(rest)?.[1] ?? 0);
    if (Number(size) * 1024 < guestBytes * 0.9) kib += rss;
  }
  return kib * 1024;
}

/** With the device model of a domain, which libxenlight starts beside its toolstack where one is needed. */
async function pids(place: Place, vm: Vm): Promise<number[]> {
  const own = await place.pidsOf(vm);
  if (vm.engine !== 'xen') return own;
  const node = `/local/domain/$(xl domid ${vm.name})/image/device-model-pid`;
  const model = await place.sh(`if xenstore-exists ${node}; then xenstore-read ${node}; fi`);
  return model.trim() === '' ? own : [...own, Number(model)];
}
