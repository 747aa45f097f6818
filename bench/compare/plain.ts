import type { Vm } from 'vmwright';
import { time } from '../measure.js';
import { ownMemory } from '../support/own-memory.js';
import type { CompareHost } from './host.js';
import { fromNanoseconds } from './rows.js';
import type { Series } from './series.js';
import { MEMORY_MIB, SETTINGS } from './settings.js';

export type Add = (row: string, value: number) => void;

const MIB = 2 ** 20;
const SAVED = '/var/tmp/vmwright-bench.saved';
const EXECS = 7;

const ready = (vm: Vm) => vm.exec('true', [], { check: true });

/** A VM without devices: its life, what the host pays for it, and what operations cost in it. */
export async function measurePlain(
  host: CompareHost,
  series: Series,
  bootDisk: string | undefined,
  add: Add,
): Promise<void> {
  const heldBefore = await host.hypervisorBytes();
  const start = performance.now();
  await using vm = await createPlain(host, series, bootDisk);
  await ready(vm);
  add('boot', performance.now() - start);
  for (let i = 0; i < EXECS; i += 1) add('agent', await time(() => ready(vm)));
  const guest = host.name === 'xen' ? MEMORY_MIB * MIB : 0;
  const held = (await host.hypervisorBytes()) - heldBefore - guest;
  add('memory', (held + (await ownMemory(host.place, vm, MEMORY_MIB * MIB))) / MIB);
  const cost = await host.place.program('cost');
  add('copy-in', await time(() => vm.copyIn(cost.here, '/cost')));
  const { stdout } = await vm.exec('/cost', costArgs(), { check: true });
  addCosts(stdout, add);
  if (host.name === 'xen') await saveAndRestore(host, vm, add);
  else add('destroy', await time(() => vm.destroy()));
}

const costArgs = () => [String(SETTINGS.samples), String(SETTINGS.costSeconds)];

function addCosts(lines: string, add: Add): void {
  for (const line of lines.trim().split('\n')) {
    const [key = '', ns] = line.split(' ');
    add(key, fromNanoseconds(key, Number(ns)));
  }
}

function createPlain(host: CompareHost, { wish }: Series, bootDisk: string | undefined): Promise<Vm> {
  if (bootDisk === undefined) return host.place.create(wish);
  return host.place.createSpecial(wish, { disks: [bootDisk], network: undefined, bootsDisk: true });
}

async function saveAndRestore({ place }: CompareHost, vm: Vm, add: Add): Promise<void> {
  try {
    add('save', await time(() => vm.save(SAVED)));
    const start = performance.now();
    await using again = await place.host.restore(SAVED);
    await ready(again);
    add('restore', performance.now() - start);
    add('destroy', await time(() => again.destroy()));
  } finally {
    await place.sh(`rm -f ${SAVED}`);
  }
}

/** The same operations on the host's own Linux. */
export async function measureBare({ place }: CompareHost, add: Add): Promise<void> {
  const { there } = await place.program('cost');
  addCosts(await place.sh([there, ...costArgs()].join(' ')), add);
}
