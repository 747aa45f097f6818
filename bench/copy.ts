import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createVm, type Vm } from 'vmwright';
import { median, report, time } from './measure.js';

const run = promisify(execFile);
const MIB = Number(process.env.BENCH_MIB ?? 32);
const ROUNDS = 3;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** An sshd of our own on loopback, which the guest reaches as 10.0.2.2 through QEMU's user networking. */
async function startSshd(dir: string): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort();
  await mkdir('/run/sshd', { recursive: true });
  for (const key of ['host', 'client'])
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(dir, key)]);
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(dir, 'host')}`,
    `AuthorizedKeysFile ${join(dir, 'client.pub')}`,
    `PidFile ${join(dir, 'pid')}`,
    'StrictModes no',
    'PermitRootLogin yes',
    'Subsystem sftp internal-sftp',
  ];
  await writeFile(join(dir, 'config'), `${config.join('\n')}\n`);
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(dir, 'config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(sshd.stderr, 'data'); // "Server listening on …"
  const stop = async () => {
    const gone = once(sshd, 'exit');
    sshd.kill();
    await gone;
  };
  return { port, stop };
}

/** Copies with scp, run in the guest against the host, so that the bytes cross the emulated network card. */
async function scp(vm: Vm, port: number, from: string, to: string): Promise<number> {
  const options = ['-q', '-P', String(port), '-i', '/root/key', '-o', 'StrictHostKeyChecking=no'];
  return time(() => vm.exec('scp', [...options, from, to], { check: true }));
}

const dir = await mkdtemp(join(tmpdir(), 'vmwright-bench-'));
const sshd = await startSshd(dir);
try {
  await using vm = await createVm({ image: 'debian:12', memory: '1GiB' });
  await vm.exec('systemctl', ['is-system-running', '--wait']);
  await vm.writeFile('/root/key', await readFile(join(dir, 'client')), { mode: 0o600 });
  const file = join(dir, 'data');
  await writeFile(file, randomBytes(MIB * 2 ** 20));
  const remote = `root@10.0.2.2:${file}`;
  await scp(vm, sshd.port, `${remote}`, '/dev/shm/warm-up');
  const samples = {
    scpIn: [] as number[],
    oursIn: [] as number[],
    scpOut: [] as number[],
    oursOut: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    samples.scpIn.push(await scp(vm, sshd.port, remote, '/dev/shm/a'));
    samples.oursIn.push(await time(() => vm.copyIn(file, '/dev/shm/b')));
    samples.scpOut.push(await scp(vm, sshd.port, '/dev/shm/a', `${remote}.scp`));
    samples.oursOut.push(await time(() => vm.copyOut('/dev/shm/b', join(dir, 'ours'))));
  }
  const rate = (milliseconds: number[]) => MIB / (median(milliseconds) / 1000);
  const where = `${vm.engine} on ${vm.hypervisor}, ${MIB} MiB of random bytes, tmpfs in the guest`;
  report('copy into the guest: vm.copyIn', rate(samples.oursIn), 'MiB/s', where);
  report('copy into the guest: scp over user networking', rate(samples.scpIn), 'MiB/s');
  report('copy out of the guest: vm.copyOut', rate(samples.oursOut), 'MiB/s');
  report('copy out of the guest: scp over user networking', rate(samples.scpOut), 'MiB/s');
} finally {
  await sshd.stop();
  await rm(dir, { recursive: true, force: true });
}
