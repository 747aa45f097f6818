import { Dom0 } from '../test/hosts/support/dom0.js';
import { realHosts } from '../test/hosts/support/real-host.js';
import { tinyPvhKernel } from '../test/hosts/support/tiny-pvh.js';
import { median, report } from './measure.js';

const DOMAINS = Number(process.env.BENCH_DOMAINS ?? 50);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 10);

const HOW = `this benchmark needs a Xen host that is reached over ssh, and none is named.
Either bring the emulated one up: npm run hosts:up -- xen && eval "$(npm run --silent hosts:env)"
or name your own: export VMWRIGHT_TEST_HOSTS=xen=ssh://root@dom0`;

/** Creates domains of 8 MiB that sleep; `xl create -e` leaves no process for each. */
const CREATE = `set -e
for i in $(seq "$3"); do
  printf 'name="bench-%s"\\ntype="pvh"\\nkernel="%s"\\nmemory=8\\nvcpus=1\\n' "$2-$i" "$1/bench.elf" > "$1/bench.cfg"
  xl create -e "$1/bench.cfg" >/dev/null
done`;
const DESTROY =
  'xl list | awk -v name="bench-$1-" \'index($1, name) == 1 { print $1 }\' | xargs -r -n 1 xl destroy';

const BATCH = 10;

async function createAll(dom0: Dom0, prefix: string): Promise<void> {
  await dom0.writeFile('bench.elf', tinyPvhKernel('bench'));
  for (let made = 0; made < DOMAINS; made += BATCH) {
    const count = Math.min(BATCH, DOMAINS - made);
    await dom0.script(CREATE, dom0.folder, `${prefix}-${made}`, String(count));
  }
}

interface Times {
  readonly domains: number;
  readonly list: number[];
  readonly stats: number[];
  readonly xlList: number[];
  readonly xl: number[];
}

/** In dom0, one after the other in turn, so that what else the machine does falls on all. */
function measure(dom0: Dom0): Promise<Times> {
  return dom0.run(async ({ Xen }, rounds) => {
    const { spawnSync } = await import('node:child_process');
    const time = async (work: () => unknown) => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    const xen = await Xen.open();
    const times = { domains: (await xen.domains()).length, list: [], stats: [], xlList: [], xl: [] } as {
      domains: number;
      list: number[];
      stats: number[];
      xlList: number[];
      xl: number[];
    };
    await xen.stats();
    for (let round = 0; round < rounds; round += 1) {
      times.list.push(await time(() => xen.domains()));
      times.xlList.push(await time(() => spawnSync('xl', ['list'])));
      times.stats.push(await time(() => xen.stats()));
      times.xl.push(await time(() => spawnSync('xl', ['list', '-l'], { maxBuffer: 2 ** 28 })));
    }
    await xen.close();
    return times;
  }, ROUNDS);
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

const host = realHosts().get('xen');
if (host === undefined) {
  console.error(HOW);
  process.exit(1);
}
const prefix = String(process.pid);
await using dom0 = await Dom0.open(host);
try {
  await createAll(dom0, prefix);
  const { domains, list, stats, xlList, xl } = await measure(dom0);
  const ours = median(stats);
  report(`list of ${domains} domains, domains()`, median(list), 'ms');
  report('xl list', median(xlList), 'ms');
  report(`list of ${domains} domains with all stats, stats()`, ours, 'ms');
  report(
    'xl list -l',
    median(xl),
    'ms',
    `${(median(xl) / ours).toFixed(0)} x ours; goal: at least 20, over ${DOMAINS} domains`,
  );
  report('stats() at 10 Hz', (await cost(dom0)) * 10, '% CPU', 'of one CPU of the host');
} finally {
  await dom0.script(DESTROY, prefix);
}
