import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { connect, type Host } from 'vmwright';
import { connectSsh, type SshRunner } from '#src/remote/index.js';
import { median, quantile, report, time } from './measure.js';
import { BareSsh } from './support/bare-ssh.js';
import { benchHost } from './support/bench-host.js';
import { bootByHand, handMade } from './support/by-hand.js';
import { OpenSsh } from './support/open-ssh.js';

const BOOTS = Number(process.env.BENCH_ROUNDS ?? 7);
const EXECS = Number(process.env.BENCH_EXECS ?? 200);
const UPLOADS = Number(process.env.BENCH_UPLOADS ?? 5);
const MIB = Number(process.env.BENCH_MIB ?? 64);
const ONLY = process.env.BENCH_ONLY;

const OPTIONS = { engine: 'qemu', hypervisor: 'kvm', memory: '256MiB' } as const;

const load = () => `load ${loadavg()[0]?.toFixed(1)}`;

/** A over B of every pair, so that a change of the machine's speed falls on both. */
const ratio = (a: readonly number[], b: readonly number[]) =>
  median(a.map((value, index) => value / (b[index] ?? Number.NaN)));

/** createVm to the first output of a command, beside the same QEMU started by a script. */
async function boots(host: Host, ssh: OpenSsh): Promise<void> {
  const ours: number[] = [];
  const hand: number[] = [];
  const first = await host.createVm(OPTIONS); // brings the image to the host
  const script = await handMade(ssh, first.id);
  await first.destroy();
  await (await bootByHand(ssh, script)).ended;
  for (let round = 0; round < BOOTS; round += 1) {
    let ended: Promise<unknown> = Promise.resolve();
    const byHand = async () => {
      ({ ended } = await bootByHand(ssh, script));
    };
    hand.push(await time(byHand));
    await ended;
    const start = performance.now();
    await using vm = await host.createVm(OPTIONS);
    await vm.exec('echo', ['first output'], { check: true });
    ours.push(performance.now() - start);
  }
  report('createVm to first exec output, p50', median(ours), 'ms', `n=${BOOTS}, alternating, ${load()}`);
  report('the same QEMU by a script over ssh, p50', median(hand), 'ms', "to its guest's first line");
  report('ratio, median of the pairs', ratio(ours, hand), 'x', 'goal: at most 1.3');
}

/** One byte to and fro. */
async function echo(input: Writable, output: Readable): Promise<void> {
  input.write('x');
  await once(output, 'data');
}

/** Programs in a guest, beside programs on the host that are reached by nothing but ssh. */
async function execs(host: Host, ssh: OpenSsh, bare: BareSsh): Promise<void> {
  await using vm = await host.createVm(OPTIONS);
  const there = ssh.spawn('exec cat');
  const inside = await vm.spawn('cat');
  const samples = { exec: [], bare: [], openSsh: [], echoInside: [], echoThere: [] } as Record<
    string,
    number[]
  >;
  const take = async (name: string, work: () => Promise<unknown>) => samples[name]?.push(await time(work));
  for (let round = -10; round < EXECS; round += 1) {
    if (round === 0) for (const name of Object.keys(samples)) samples[name] = []; // both ends are warm
    await take('exec', () => vm.exec('true'));
    await take('bare', () => bare.exec('true'));
    await take('echoInside', () => echo(inside.stdin, inside.stdout));
    await take('echoThere', () => echo(there.stdin, there.stdout));
    if (round % 5 === 0) await take('openSsh', () => ssh.run('true'));
  }
  there.stdin.end();
  const p50 = (name: string) => median(samples[name] ?? []);
  report('vm.exec of `true`, p50', p50('exec'), 'ms', `n=${EXECS}, alternating, ${load()}`);
  report('vm.exec of `true`, p99', quantile(samples.exec ?? [], 0.99), 'ms');
  report('`true` on the host, bare ssh channel, p50', p50('bare'), 'ms', 'open connection');
  report('difference', p50('exec') - p50('bare'), 'ms', 'goal: at most 2');
  report('`ssh HOST true`, p50', p50('openSsh'), 'ms', 'ControlMaster, start of the program included');
  report('one byte to `cat` in the guest and back, p50', p50('echoInside'), 'ms');
  report('one byte to `cat` on the host and back, p50', p50('echoThere'), 'ms', 'open `ssh` channel');
  report('difference', p50('echoInside') - p50('echoThere'), 'ms');
}

/** A new file each time, brought to the host as images are: verified there, and on its disk. */
async function uploads(runner: SshRunner, ssh: OpenSsh): Promise<void> {
  const file = join(tmpdir(), `vmwright-bench-${process.pid}`);
  const ours: number[] = [];
  const sftp: number[] = [];
  try {
    for (let round = 0; round < UPLOADS; round += 1) {
      await writeFile(file, randomBytes(MIB * 2 ** 20));
      const there = `/var/tmp/vmwright-bench-${process.pid}`;
      let staged = '';
      const stage = async () => {
        staged = await runner.files.stage(file);
      };
      if (round % 2 === 0) ours.push(await time(stage));
      sftp.push(await time(() => ssh.put(file, there)));
      if (round % 2 === 1) ours.push(await time(stage));
      await ssh.run(`rm -f '${there}' '${staged}'; sync`);
    }
  } finally {
    await rm(file, { force: true });
  }
  const rate = (milliseconds: number[]) => MIB / (median(milliseconds) / 1000);
  const what = `${MIB} MiB of random bytes, n=${UPLOADS}, alternating, ${load()}`;
  report('upload of a file, hashed at both ends and synced', rate(ours), 'MiB/s', what);
  report("put of OpenSSH's sftp", rate(sftp), 'MiB/s');
  report('ratio, median of the pairs', ratio(sftp, ours), 'x', 'goal: at least 0.9');
}

const place = benchHost();
const login = place.configFile === undefined ? {} : { configFile: place.configFile };
await using ssh = await OpenSsh.connect(place);
await using host = await connect(place.url, login);
using bare = await BareSsh.connect(place);
const runner = await connectSsh(place.url, login);
try {
  if (ONLY === undefined || ONLY === 'boot') await boots(host, ssh);
  if (ONLY === undefined || ONLY === 'exec') await execs(host, ssh, bare);
  if (ONLY === undefined || ONLY === 'upload') await uploads(runner, ssh);
} finally {
  await runner.close();
}
