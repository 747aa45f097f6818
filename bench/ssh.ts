import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { connect, type Host } from 'vmwright';
import { connectSsh, type SshRunner } from '#src/remote/index.js';
import { median, quantile, report, time } from './measure.js';
import { benchHost } from './support/bench-host.js';
import { bootByHand, handMade } from './support/by-hand.js';
import { OpenSsh } from './support/open-ssh.js';

const BOOTS = Number(process.env.BENCH_ROUNDS ?? 7);
const EXECS = 300;
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

/** An exec in a guest, beside what one round trip through a channel of ssh that is open already costs. */
async function execs(host: Host, runner: SshRunner, ssh: OpenSsh): Promise<void> {
  await using vm = await host.createVm(OPTIONS);
  const theirs = ssh.spawn('exec cat');
  const own = await runner.spawn(['cat']);
  const samples = {
    exec: [] as number[],
    openSsh: [] as number[],
    channel: [] as number[],
    session: [] as number[],
  };
  for (let round = -20; round < EXECS; round += 1) {
    const exec = await time(() => vm.exec('true'));
    const openSsh = await time(() => echo(theirs.stdin, theirs.stdout));
    const channel = await time(() => echo(own.stdin, own.stdout));
    if (round < 0) continue; // warms both ends
    samples.exec.push(exec);
    samples.openSsh.push(openSsh);
    samples.channel.push(channel);
    if (round % 10 === 0) samples.session.push(await time(() => ssh.run('true')));
  }
  theirs.stdin.end();
  own.stdin.end();
  await own.exited;
  const p50 = median(samples.exec);
  report('exec round trip of `true` in the guest, p50', p50, 'ms', `n=${EXECS}, ${load()}`);
  report('exec round trip of `true` in the guest, p99', quantile(samples.exec, 0.99), 'ms');
  report('one byte to `cat` and back, open `ssh` channel, p50', median(samples.openSsh), 'ms');
  report('the same, channel of ours, p50', median(samples.channel), 'ms');
  report('`ssh HOST true` over its open connection, p50', median(samples.session), 'ms');
  report('exec above the open `ssh` channel', p50 - median(samples.openSsh), 'ms', 'goal: at most 2');
  report('exec above `ssh HOST true`', p50 - median(samples.session), 'ms');
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
const runner = await connectSsh(place.url, login);
try {
  if (ONLY === undefined || ONLY === 'boot') await boots(host, ssh);
  if (ONLY === undefined || ONLY === 'exec') await execs(host, runner, ssh);
  if (ONLY === undefined || ONLY === 'upload') await uploads(runner, ssh);
} finally {
  await runner.close();
}
