import { readdirSync } from 'node:fs';
import { createVm } from 'vmwright';
import { median, report, time } from './measure.js';

const CYCLES = 100;
const CROWD = 20;

const fds = (): number => readdirSync('/proc/self/fd').length;
const collect = (): void => (globalThis as { gc?: () => void }).gc?.();

function heap(): number {
  collect();
  return process.memoryUsage().rss;
}

async function cycle(): Promise<void> {
  await using vm = await createVm({ memory: '256MiB' });
  await vm.exec('true');
}

for (let i = 0; i < 5; i += 1) await cycle(); // loads code, fills pools
const before = { fds: fds(), rss: heap() };
const samples: number[] = [];
for (let i = 0; i < CYCLES; i += 1) samples.push(await time(cycle));
report(`${CYCLES} cycles of create, exec, destroy, p50`, median(samples), 'ms');
report('file descriptors gained', fds() - before.fds, '');
report(
  'resident memory gained',
  (heap() - before.rss) / 2 ** 20,
  'MiB',
  'after garbage collection with --expose-gc',
);

const crowd = await time(async () => {
  const vms = await Promise.all(Array.from({ length: CROWD }, () => createVm({ memory: '256MiB' })));
  await Promise.all(vms.map((vm) => vm.exec('true')));
  await Promise.all(vms.map((vm) => vm.destroy()));
});
report(`${CROWD} VMs at once: create, exec, destroy`, crowd, 'ms');
report('file descriptors gained', fds() - before.fds, '');
