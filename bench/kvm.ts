import { loadavg } from 'node:os';
import type { Vm } from 'vmwright';
import { median, report } from './measure.js';
import { ExitCounter } from './support/exits.js';
import { guestAddress } from './support/guest-address.js';
import { COMPETITORS, type Competitor, openKvmPlace } from './support/kvm-place.js';
import { ownMemory } from './support/own-memory.js';
import type { Place } from './support/place.js';
import { vmmStats } from './support/vmm-stats.js';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const COUNT = Number(process.env.BENCH_COUNT ?? 50);
const ONLY = process.env.BENCH_ONLY;

const ALL = Object.keys(COMPETITORS) as Competitor[];
const MIB = 2 ** 20;
const GUEST = 256 * MIB;
const BRIDGE = process.env.BENCH_BRIDGE ?? 'br0';

type Samples = Record<Competitor, number[]>;
const samples = (): Samples => ({ 'kvm, pci': [], 'kvm, minimal': [], 'qemu q35': [], 'qemu microvm': [] });
const load = () => `load here ${loadavg()[0]?.toFixed(1)}`;

/** A over B of every pair, so that a change of the machine's speed falls on both. */
const ratio = (a: readonly number[], b: readonly number[]) =>
  median(a.map((value, index) => value / (b[index] ?? Number.NaN)));

async function ready(vm: Vm): Promise<void> {
  await vm.exec('echo', ['first output'], { check: true });
}

/** createVm to the first output of a command, all in turn. */
async function boots(place: Place): Promise<void> {
  const taken = samples();
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const name of ALL) {
      const start = performance.now();
      await using vm = await place.create(COMPETITORS[name]);
      await ready(vm);
      if (round >= 0) taken[name].push(performance.now() - start); // the first brings files to the host
    }
  }
  for (const name of ALL) report(`createVm to first exec output, ${name}, p50`, median(taken[name]), 'ms');
  const pci = taken['kvm, pci'];
  const goals = `n=${ROUNDS}, alternating, pairs, ${load()}`;
  report('kvm pci over qemu q35', ratio(pci, taken['qemu q35']), 'x', `goal: at most 0.5; ${goals}`);
  report('kvm pci over qemu microvm', ratio(pci, taken['qemu microvm']), 'x', 'goal: at most 0.7');
  const minimal = taken['kvm, minimal'];
  report('kvm minimal over qemu microvm', ratio(minimal, taken['qemu microvm']), 'x');
}

/** From the start of vmwright-vmm to its guest's first instruction, by its own stamps. */
async function starts(place: Place): Promise<void> {
  for (const name of ['kvm, pci', 'kvm, minimal'] as const) {
    const times: number[] = [];
    for (let round = -1; round < ROUNDS; round += 1) {
      await using vm = await place.create(COMPETITORS[name]);
      if (round >= 0) times.push((await vmmStats(place, vm)).startToGuestNs / 1e6);
    }
    const note = `goal: at most 15; n=${ROUNDS}, least ${Math.min(...times).toFixed(1)}, ${load()}`;
    report(`start to first guest instruction, ${name}, p50`, median(times), 'ms', note);
  }
}

/** Exits to user space until the first exec has answered, counted by the host's kernel. */
async function exits(place: Place): Promise<void> {
  const goals: Partial<Record<Competitor, string>> = {
    'kvm, pci': 'goal: at most 1,500',
    'kvm, minimal': 'goal: at most 700',
  };
  await using counter = await ExitCounter.start(place);
  for (const name of ALL) {
    const counts: number[] = [];
    let kinds = '';
    for (let round = 0; round < 3; round += 1) {
      await using vm = await place.create(COMPETITORS[name]);
      await ready(vm);
      counts.push(await counter.of(vm));
      if (name.startsWith('kvm')) kinds = JSON.stringify((await vmmStats(place, vm)).exits);
    }
    report(`exits to user space, ${name}, p50`, median(counts), '', `${goals[name] ?? ''} ${kinds}`);
  }
}

/** A file on the host that goes with `work`. */
async function withDisk(place: Place, mib: number, work: (path: string) => Promise<void>): Promise<void> {
  const path = await place.sh(`f=$(mktemp /var/tmp/vmwright-bench.XXXXXX)
dd if=/dev/urandom of=$f bs=1M count=${mib} status=none && sync && echo $f`);
  try {
    await work(path);
  } finally {
    await place.sh(`rm -f ${path}`);
  }
}

async function memory(place: Place): Promise<void> {
  await withDisk(place, 64, async (path) => {
    const { net } = await guestAddress(place, BRIDGE, 100);
    for (const name of ALL) {
      const network = { bridge: BRIDGE, address: net };
      await using vm = await place.createSpecial(COMPETITORS[name], { disks: [path], network });
      await vm.exec('dd', ['if=/dev/vda', 'of=/dev/null', 'bs=64k'], { check: true });
      const bytes = await ownMemory(place, vm, GUEST);
      const goal = name.startsWith('kvm') ? 'goal: at most 5' : '';
      report(`resident without the guest's memory, ${name}`, bytes / MIB, 'MiB', goal);
    }
  });
}

const PEERS = [
  ['kvm, pci', 'qemu q35'],
  ['kvm, minimal', 'qemu microvm'],
] as const;

/** Runs `load` in two guests by turns and compares. */
async function duel(
  place: Place,
  start: (name: Competitor) => Promise<Vm>,
  loads: Readonly<Record<string, (vm: Vm) => Promise<number>>>,
  unit: (load: string) => string,
): Promise<void> {
  const { here } = await place.program('load');
  for (const [ours, theirs] of PEERS) {
    await using a = await start(ours);
    await using b = await start(theirs);
    for (const vm of [a, b]) await vm.copyIn(here, '/load');
    for (const [name, run] of Object.entries(loads)) {
      const got = { a: [] as number[], b: [] as number[] };
      for (let round = 0; round < ROUNDS; round += 1) {
        got.a.push(await run(a));
        got.b.push(await run(b));
      }
      report(`${name}, ${ours}`, median(got.a), unit(name));
      report(`${name}, ${theirs}`, median(got.b), unit(name));
      report('ratio, median of the pairs', ratio(got.a, got.b), 'x', `goal: at least 1; ${load()}`);
    }
  }
}

const loaded = async (vm: Vm, ...args: string[]) =>
  Number((await vm.exec('/load', args, { check: true })).stdout);

async function disks(place: Place): Promise<void> {
  const seconds = String(SECONDS);
  await withDisk(place, 256, async (first) =>
    withDisk(place, 256, async (second) => {
      const files = (name: Competitor) => (name.startsWith('kvm') ? first : second);
      const start = (name: Competitor) =>
        place.createSpecial(COMPETITORS[name], { disks: [files(name)], network: undefined });
      const loads = {
        'sequential read': (vm: Vm) => loaded(vm, 'read', '/dev/vda', seconds),
        'sequential write': (vm: Vm) => loaded(vm, 'write', '/dev/vda', seconds),
        '4 KiB random reads, one by one': (vm: Vm) => loaded(vm, 'random', '/dev/vda', seconds, '1'),
        '4 KiB random reads, 16 at once': (vm: Vm) => loaded(vm, 'random', '/dev/vda', seconds, '16'),
      };
      await duel(place, start, loads, (name) => (name.startsWith('4 KiB') ? 'IOPS' : 'MiB/s'));
    }),
  );
}

async function network(place: Place): Promise<void> {
  let last = 100;
  const own = new Map<Vm, string>();
  const { host } = await guestAddress(place, BRIDGE, last);
  const start = async (name: Competitor) => {
    last += 1;
    const { ip, net } = await guestAddress(place, BRIDGE, last);
    const vm = await place.createSpecial(COMPETITORS[name], {
      disks: [],
      network: { bridge: BRIDGE, address: net },
    });
    own.set(vm, ip);
    return vm;
  };
  const port = '5201';
  const { there } = await place.program('load');
  const out = async (vm: Vm) => {
    const sink = place.sh(`${there} sink ${port}`);
    await vm.exec('sh', ['-c', `sleep 1; /load send ${host} ${port} ${SECONDS}`], { check: true });
    return Number(await sink);
  };
  const inward = async (vm: Vm) => {
    const sink = loaded(vm, 'sink', port);
    await place.sh(`sleep 1; ${there} send ${own.get(vm)} ${port} ${SECONDS}`);
    return await sink;
  };
  await duel(place, start, { 'TCP, guest to host': out, 'TCP, host to guest': inward }, () => 'MiB/s');
}

/** Many small VMs at once; `base` needs more than 64 MiB, so each gets the least that it takes. */
async function crowd(place: Place): Promise<void> {
  const least = `${Number(process.env.BENCH_LEAST ?? 80)}MiB` as const;
  const rates = samples();
  for (const name of ['kvm, pci', 'kvm, minimal', 'qemu microvm'] as const) {
    const options = { memory: least, timeout: 1_200_000 } as const; // each waits for all
    await using _warm = await place.create({ ...options, ...COMPETITORS[name] });
    const start = performance.now();
    const vms = await Promise.all(
      Array.from({ length: COUNT }, () => place.create({ ...options, ...COMPETITORS[name] })),
    );
    rates[name].push(COUNT / ((performance.now() - start) / 1000));
    await Promise.all(vms.map((vm) => vm.destroy()));
    report(`${COUNT} VMs of ${least} at once, ${name}`, median(rates[name]), 'VMs/s', load());
  }
  const other = rates['qemu microvm'];
  report('kvm pci over qemu microvm', ratio(rates['kvm, pci'], other), 'x', 'goal: at least 2');
  report('kvm minimal over qemu microvm', ratio(rates['kvm, minimal'], other), 'x', 'goal: at least 2');
}

const FIGURES = { boot: boots, start: starts, exits, memory, disk: disks, net: network, crowd };

await using place = await openKvmPlace();
console.log(
  `host ${place.url}: ${await place.sh('uname -r; nproc; cat /proc/loadavg')}`.replaceAll('\n', ', '),
);
for (const [name, figure] of Object.entries(FIGURES)) {
  if (ONLY === undefined || ONLY === name) await figure(place);
}
