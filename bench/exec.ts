import { createVm } from 'vmwright';
import { quantile, report, time } from './measure.js';

const ROUNDS = 300;

await using vm = await createVm();
for (let i = 0; i < 20; i += 1) await vm.exec('true');
const samples: number[] = [];
for (let i = 0; i < ROUNDS; i += 1) samples.push(await time(() => vm.exec('true')));
const where = `${vm.engine} on ${vm.hypervisor}, n=${ROUNDS}`;
report(
  'exec round trip of `true`, p50',
  quantile(samples, 0.5),
  'ms',
  `${where}; goal under emulation: below 15`,
);
report('exec round trip of `true`, p99', quantile(samples, 0.99), 'ms');
const hundred = await time(() => Promise.all(Array.from({ length: 100 }, () => vm.exec('true'))));
report('100 execs at once', hundred, 'ms');
