import { loadavg } from 'node:os';
import { connect, type Host, type XenGuestType } from 'vmwright';
import { median, quantile, report, time } from './measure.js';
import { benchHost } from './support/bench-host.js';
import { dom0Inventory } from './support/dom0-inventory.js';
import { OpenSsh } from './support/open-ssh.js';
import { bootByXl, likeOurs, type XlDomain } from './support/xl-domain.js';

const BOOTS = Number(process.env.BENCH_ROUNDS ?? 7);
const STARTS = Number(process.env.BENCH_STARTS ?? 10);
const CYCLES = Number(process.env.BENCH_CYCLES ?? 100);
const CROWD = Number(process.env.BENCH_DOMAINS ?? 50);
const ONLY = process.env.BENCH_ONLY;
const TYPES = ['pvh', 'pv'] as const satisfies readonly XenGuestType[];

const load = () => `load ${loadavg()[0]?.toFixed(1)}`;
const ratio = (a: readonly number[], b: readonly number[]) =>
  median(a.map((value, index) => value / (b[index] ?? Number.NaN)));
const options = (machine: XenGuestType) =>
  ({ engine: 'xen', machine, memory: '256MiB', network: 'none' }) as const;

/** The same domain for `xl`, made from one of ours. */
async function xlDomain(host: Host, ssh: OpenSsh, machine: XenGuestType): Promise<XlDomain> {
  await using vm = await host.createVm(options(machine));
  return await likeOurs(ssh, vm.id, machine);
}

/** createVm to the first output of a command, beside `xl create` of the same domain to its first line of userspace. */
async function boots(host: Host, ssh: OpenSsh, machine: XenGuestType): Promise<void> {
  const domain = await xlDomain(host, ssh, machine);
  await bootByXl(ssh, domain); // warm
  const ours: number[] = [];
  const xl: number[] = [];
  for (let round = 0; round < BOOTS; round += 1) {
    xl.push(await bootByXl(ssh, domain));
    const start = performance.now();
    await using vm = await host.createVm(options(machine));
    await vm.exec('echo', ['first output'], { check: true });
    ours.push(performance.now() - start);
  }
  report(
    `${machine}: createVm to first exec output, p50`,
    median(ours),
    'ms',
    `n=${BOOTS}, alternating, ${load()}`,
  );
  report(`${machine}: xl create to its first line of userspace, p50`, median(xl), 'ms');
  report(`${machine}: ratio, median of the pairs`, ratio(ours, xl), 'x', 'goal: at most 1.0');
}

/** Milliseconds that a shell script says it took, in its last line in nanoseconds. */
const timed = async (ssh: OpenSsh, script: string) => {
  const lines = (await ssh.run(script)).trim().split('\n');
  return Number(lines.at(-1)) / 1e6;
};

/** Only what makes the domain: our program to its first answer, beside `xl create -p` and `xl unpause`. */
async function starts(host: Host, ssh: OpenSsh): Promise<void> {
  const domain = await xlDomain(host, ssh, 'pvh');
  await using vm = await host.createVm(options('pvh'));
  const gone = `while xl domid ${domain.name} >/dev/null 2>&1; do sleep 0.1; done`;
  const config = '/var/tmp/vmwright-bench.json';
  const uuid = 'b0000000-0000-8000-8000-00000000beef';
  // The configuration of one of ours, with names of its own.
  await ssh.run(`mkdir -p /run/vmwright-bench
    own=$(sed -n 's/.*"uuid":"\\([^"]*\\)","name".*/\\1/p' /run/vmwright/${vm.id}/config.json | head -n 1)
    sed "s/$own/${uuid}/g; s/${vm.id}/${domain.name}/g; s|/run/vmwright/${domain.name}|/run/vmwright-bench|g" /run/vmwright/${vm.id}/config.json >${config}`);
  const ourScript = `rm -f /run/vmwright-bench/*; start=$(date +%s%N)
    (echo '{"execute":"qmp_capabilities"}'; sleep 1000 & echo $! >/run/vmwright-bench.sleep; wait) |
      ${domain.program} --config-fd 3 3<${config} | { head -n 2 >/dev/null; end=$(date +%s%N); kill $(cat /run/vmwright-bench.sleep); cat >/dev/null; echo $((end - start)); }
    ${gone}`;
  const xlScript = `start=$(date +%s%N); { xl create -q -p ${domain.file} && xl unpause ${domain.name}; } || exit; end=$(date +%s%N)
    xl destroy ${domain.name}; ${gone}; echo $((end - start))`;
  const ours: number[] = [];
  const xl: number[] = [];
  for (let round = -1; round < STARTS; round += 1) {
    const pair = [await timed(ssh, xlScript), await timed(ssh, ourScript)] as const;
    if (round < 0) continue;
    xl.push(pair[0]);
    ours.push(pair[1]);
  }
  await ssh.run(`rm -rf /run/vmwright-bench /run/vmwright-bench.sleep ${config}`);
  report(
    'vmwright-toolstack, started to unpaused, p50',
    median(ours),
    'ms',
    `n=${STARTS}, alternating, ${load()}`,
  );
  report('xl create -p, then xl unpause, p50', median(xl), 'ms');
  report('ratio, median of the pairs', ratio(ours, xl), 'x', 'goal: at most 0.9');
}

/** Many domains that never run: what it costs to look at all of them. */
async function lists(host: Host, ssh: OpenSsh): Promise<void> {
  const { file, program } = await xlDomain(host, ssh, 'pv');
  const tiny = `sed "s/^name=.*/name='vmwright-many-'$i/; s/^memory=.*/memory=16/; /^channel/d; /^ramdisk/d" ${file} >/var/tmp/many.cfg`;
  await ssh.run(
    `for i in $(seq ${CROWD}); do ${tiny}; xl create -q -p /var/tmp/many.cfg 2>/dev/null || exit; done`,
  );
  const once = (command: string) =>
    `start=$(date +%s%N); ${command} >/dev/null; end=$(date +%s%N); echo $((end - start))`;
  try {
    const xl: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < STARTS; round += 1) {
      xl.push(await timed(ssh, once('xl list -l')));
      ours.push(await timed(ssh, once(`${program} --list`)));
    }
    report(`xl list -l of ${CROWD} domains, p50`, median(xl), 'ms', `n=${STARTS}, ${load()}`);
    report('vmwright-toolstack --list, p50', median(ours), 'ms', 'dominfo of all');
    report('ratio, median of the pairs', ratio(ours, xl), 'x');
  } finally {
    await ssh.run(
      `for i in $(seq ${CROWD}); do xl destroy vmwright-many-$i; done 2>/dev/null; rm -f /var/tmp/many.cfg`,
    );
  }
}

async function cycles(host: Host, ssh: OpenSsh): Promise<void> {
  const cycle = async () => {
    await using vm = await host.createVm(options('pvh'));
    await vm.exec('true');
  };
  await cycle();
  const before = await dom0Inventory(ssh);
  const samples: number[] = [];
  for (let i = 0; i < CYCLES; i += 1) samples.push(await time(cycle));
  const after = await dom0Inventory(ssh);
  report(`${CYCLES} cycles of create, exec, destroy, p50`, median(samples), 'ms', load());
  report('p90', quantile(samples, 0.9), 'ms');
  for (const [name, value] of after) {
    const was = before.get(name) ?? Number.NaN;
    report(`${name}, more than before`, value - was, '', `${was} before; goal: 0`);
  }
}

const place = benchHost('xen');
const { configFile } = place;
const login = {
  ...(configFile === undefined ? {} : { configFile }),
  readyTimeout: 90_000,
  keepAlive: 90_000,
};
await using ssh = await OpenSsh.connect(place);
await using host = await connect(place.url, login);
const wanted = (part: string) => ONLY === undefined || ONLY === part;
if (wanted('boot')) for (const machine of TYPES) await boots(host, ssh, machine);
if (wanted('start')) await starts(host, ssh);
if (wanted('list')) await lists(host, ssh);
if (wanted('cycles')) await cycles(host, ssh);
await ssh.run('rm -f /var/tmp/vmwright-bench-*.cfg');
