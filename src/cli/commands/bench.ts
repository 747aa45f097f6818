import { randomFillSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Vm, VmOptions } from '../../index.js';
import { defined } from '../defined.js';
import { ProgressBar } from '../progress-bar.js';
import { addCommand, examples, type Invocation } from '../register.js';
import { UsageError } from '../report-error.js';
import type { Session } from '../session.js';
import { percentile } from '../statistics.js';
import { tableLines } from '../table.js';

interface BenchFlags {
  readonly runs: string;
  readonly execs: string;
  readonly size: string;
  readonly engine?: VmOptions['engine'];
  readonly hypervisor?: VmOptions['hypervisor'];
}

interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'MiB/s';
  readonly samples: number;
  readonly p50: number;
  readonly p99: number;
  readonly definition: string;
}

const MIB = 2 ** 20;

export function addBench(program: Command, invocation: Invocation): void {
  addCommand<BenchFlags>(program, invocation, 'bench [image]', bench)
    .description('measure booting, commands and copies on the host (image: base)')
    .option('--runs <n>', 'VMs to boot, one after the other', '5')
    .option('--execs <n>', 'commands to run', '100')
    .option('--size <mib>', 'MiB to copy', '64')
    .option('--engine <name>', 'kvm, qemu, xen or libvirt (default: the best that works)')
    .option('--hypervisor <name>', 'kvm, xen or emulated (default: the best that works)')
    .addHelpText('after', examples('vmwright bench', 'vmwright bench --runs 20 --json debian:12'));
}

async function bench([image = 'base']: string[], flags: BenchFlags, session: Session): Promise<undefined> {
  const [runs, execs, size] = [
    count(flags.runs, '--runs'),
    count(flags.execs, '--execs'),
    count(flags.size, '--size'),
  ];
  const options: VmOptions = {
    image: image as NonNullable<VmOptions['image']>,
    signal: session.signal,
    ...defined({ engine: flags.engine, hypervisor: flags.hypervisor }),
  };
  const host = await session.connect();
  const where = await prepare(options, session);
  const boots: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await using vm = await host.createVm(options);
    await vm.exec('/bin/true', [], { check: true, signal: session.signal });
    boots.push(performance.now() - start);
  }
  await using vm = await host.createVm(options);
  const figures = [
    bootFigure(boots),
    await timeExecs(vm, execs, session.signal),
    ...(await timeCopies(vm, size, session.signal)),
  ];
  session.print({ image, ...where, figures }, () => benchLines(image, where, figures));
}

/** Builds the image if need be and warms the caches up, so that no sample contains it. */
async function prepare(
  options: VmOptions,
  session: Session,
): Promise<{ engine: string; hypervisor: string }> {
  const host = await session.connect();
  using progress = new ProgressBar();
  await using vm = await host.createVm({
    ...options,
    ...(session.json ? {} : { onProgress: progress.update }),
  });
  return { engine: vm.engine, hypervisor: vm.hypervisor };
}

function bootFigure(samples: number[]): Figure {
  const definition = 'createVm until a first /bin/true has exited; image built, files in the page cache';
  return figure('create to first exec', 'ms', samples, definition);
}

async function timeExecs(vm: Vm, execs: number, signal: AbortSignal): Promise<Figure> {
  const samples: number[] = [];
  for (let run = 0; run < execs; run += 1) {
    const start = performance.now();
    await vm.exec('/bin/true', [], { check: true, signal });
    samples.push(performance.now() - start);
  }
  return figure('exec round trip', 'ms', samples, 'one vm.exec of /bin/true in a running VM, one at a time');
}

const COPIES = 3;

async function timeCopies(vm: Vm, mib: number, signal: AbortSignal): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vmwright-bench-'));
  try {
    const local = join(folder, 'in');
    await writeFile(local, randomFillSync(Buffer.alloc(mib * MIB)));
    const rates: Record<'in' | 'out', number[]> = { in: [], out: [] };
    for (let run = 0; run < COPIES; run += 1) {
      rates.in.push(mib / (await seconds(() => vm.copyIn(local, '/tmp/vmwright-bench', { signal }))));
      const back = join(folder, 'out');
      rates.out.push(mib / (await seconds(() => vm.copyOut('/tmp/vmwright-bench', back, { signal }))));
      await rm(back);
    }
    const what = `one file of ${mib} MiB of random bytes, ${COPIES} times`;
    return [
      figure('copy in', 'MiB/s', rates.in, `vm.copyIn of ${what}; p99 is the slowest`),
      figure('copy out', 'MiB/s', rates.out, `vm.copyOut of ${what}; p99 is the slowest`),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** For rates the bad end is the low one. */
function figure(name: string, unit: Figure['unit'], samples: number[], definition: string): Figure {
  const bad = unit === 'ms' ? 0.99 : 0.01;
  return {
    name,
    unit,
    samples: samples.length,
    p50: percentile(samples, 0.5),
    p99: percentile(samples, bad),
    definition,
  };
}

const COLUMNS = [
  { title: 'FIGURE' },
  { title: 'P50', align: 'right' },
  { title: 'P99', align: 'right' },
  { title: 'UNIT' },
  { title: 'SAMPLES', align: 'right' },
] as const;

function benchLines(
  image: string,
  where: { engine: string; hypervisor: string },
  figures: Figure[],
): string[] {
  const number = (value: number) => value.toFixed(value < 100 ? 1 : 0);
  const rows = figures.map((each) => [
    each.name,
    number(each.p50),
    number(each.p99),
    each.unit,
    String(each.samples),
  ]);
  return [
    `image ${image}, engine ${where.engine} on ${where.hypervisor}, 1 CPU, 512 MiB`,
    '',
    ...tableLines(COLUMNS, rows),
    '',
    ...figures.map((each) => `${each.name}: ${each.definition}`),
  ];
}

function count(text: string, flag: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 100_000) return value;
  throw new UsageError(`${flag} takes a whole number above 0, not '${text}'`, `Write ${flag} 10.`);
}
