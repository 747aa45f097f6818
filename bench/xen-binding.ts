import { setTimeout as sleep } from 'node:timers/promises';
import { Dom0 } from '../test/hosts/support/dom0.js';
import { realHosts } from '../test/hosts/support/real-host.js';
import { tinyPvhKernel } from '../test/hosts/support/tiny-pvh.js';
import { median, report } from './measure.js';

const DOMAINS = Number(process.env.BENCH_DOMAINS ?? 50);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);

const HOW = `this benchmark needs a Xen host that is reached over ssh, and none is named.
Either bring the emulated one up: npm run hosts:up -- xen && eval "$(npm run --silent hosts:env)"
or name your own: export VMWRIGHT_TEST_HOSTS=xen=ssh://root@dom0`;

/** Creates domains of 8 MiB that sleep. It takes an emulated host minutes, so it goes on behind the connection. */
const CREATE = `cd "$1" && cat >create.sh <<'END'
for i in $(seq "$2"); do
  printf 'name="bench-%s"\\ntype="pvh"\\nkernel="%s"\\nmemory=8\\nvcpus=1\\n' "$1-$i" "$PWD/bench.elf" >bench.cfg
  xl create -e bench.cfg || exit
  echo "$i" >made
done
END
setsid sh create.sh "$2" "$3" >create.log 2>&1 </dev/null &`;
const PROGRESS =
  'cd "$1" && cat made 2>/dev/null || echo 0; pgrep -f "create.sh $2" >/dev/null || echo ended';
const POLL_MS = 10_000;

/** Destroys some of them and prints how many are left. */
const DESTROY = `names() { xl list | awk -v name="bench-$1-" 'index($1, name) == 1 { print $1 }'; }
names "$1" | head -n "$2" | xargs -r -n 1 xl destroy
names "$1" | wc -l`;

/** So that a script on an emulated host ends in its time. */
const BATCH = 4;

async function createAll(dom0: Dom0, prefix: string): Promise<void> {
  await dom0.writeFile('bench.elf', tinyPvhKernel('bench'));
  await dom0.script(CREATE, dom0.folder, prefix, String(DOMAINS));
  for (;;) {
    await sleep(POLL_MS);
    const [made, ended] = (await dom0.script(PROGRESS, dom0.folder, prefix)).split('\n');
    if (Number(made) === DOMAINS) return;
    if (ended !== 'ended') continue;
    throw new Error(`${made} domains were made: ${await dom0.script('tail "$1/create.log"', dom0.folder)}`);
  }
}

async function destroyAll(dom0: Dom0, prefix: string): Promise<void> {
  while (Number(await dom0.script(DESTROY, prefix, String(BATCH))) > 0);
}

/** Milliseconds. */
interface Times {
  readonly domains: number;
  readonly list: number;
  readonly xlList: number;
  readonly stats: number;
  readonly xl: number;
}

/** In dom0, one after the other, so that what else the machine does falls on all. Each round by itself is short. */
function measure(dom0: Dom0): Promise<Times> {
  return dom0.run(async ({ Xen }) => {
    const { spawnSync } = await import('node:child_process');
    const time = async (work: () => unknown) => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    const xen = await Xen.open();
    await xen.stats();
    const times = {
      domains: (await xen.domains()).length,
      list: await time(() => xen.domains()),
      xlList: await time(() => spawnSync('xl', ['list'])),
      stats: await time(() => xen.stats()),
      xl: await time(() => spawnSync('xl', ['list', '-l'], { maxBuffer: 2 ** 28 })),
    };
    await xen.close();
    return times;
  });
}

/** CPU seconds of the process for ten seconds of stats at 10 Hz. */
function cost(dom0: Dom0): Promise<number> {
  return dom0.run(async ({ Xen }) => {
    const xen = await Xen.open();
    await xen.stats();
    const start = process.cpuUsage();
    const end = performance.now() + 10_000;
    while (performance.now() < end) {
      const next = performance.now() + 100;
      await xen.stats();
      await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
    }
    const { user, system } = process.cpuUsage(start);
    await xen.close();
    return (user + system) / 1e6;
  });
}

/** CPU seconds for work that only calculates. */
async function calculate(): Promise<number> {
  const record = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`field${i}`, i * 1.5]));
  const start = process.cpuUsage();
  for (let i = 0; i < 500; i++) JSON.parse(JSON.stringify(record));
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** How many times slower a CPU of the host is than one of this machine: an emulated one is some tens of times. */
async function slowness(dom0: Dom0): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    ratios.push((await dom0.run(calculate)) / (await calculate()));
  return median(ratios);
}

const host = realHosts().get('xen');
if (host === undefined) {
  console.error(HOW);
  process.exit(1);
}
const prefix = String(process.pid);
await using dom0 = await Dom0.open(host);
try {
  await createAll(dom0, prefix);
  const rounds: Times[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(dom0));
  const of = (what: keyof Times) => median(rounds.map((times) => times[what]));
  report(`list of ${of('domains')} domains, domains()`, of('list'), 'ms');
  report('xl list', of('xlList'), 'ms');
  report(`list of ${of('domains')} domains with all stats, stats()`, of('stats'), 'ms');
  const ratio = median(rounds.map(({ xl, stats }) => xl / stats));
  report('xl list -l', of('xl'), 'ms', `${ratio.toFixed(0)} x ours; goal: at least 20`);
  const slower = (await slowness(dom0)).toFixed(0);
  const note = `of one CPU of the host, which calculates ${slower} times slower than this machine`;
  report('stats() at 10 Hz', (await cost(dom0)) * 10, '% CPU', note);
} finally {
  await destroyAll(dom0, prefix);
}
