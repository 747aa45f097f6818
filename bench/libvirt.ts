import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connect } from 'vmwright/libvirt';
import { volumes } from './libvirt/volumes.js';
import { median, report, time } from './measure.js';

const CALLS = 20_000;
const DOMAINS = 200;
const PARALLEL = 1000;
const WIDTHS = [1, 10, 100];
const ROUNDS = 7;

const PYTHON = `
import libvirt, time
domain = libvirt.open('test:///default').lookupByName('test')
for i in range(1000): domain.info()
start = time.perf_counter()
for i in range(${CALLS}): domain.info()
print((time.perf_counter() - start) / ${CALLS} * 1e6)`;

/**
 * getInfo() on the test driver, which answers in no time: what is measured is the binding. Python and Node take turns: how
 * fast the machine is changes within seconds by more than the two differ.
 */
async function perCall(): Promise<void> {
  await using connect = await Connect.open('test:///default');
  const domain = await connect.domainLookupByName('test');
  const inFlight = async (width: number) => {
    for (let i = 0; i < CALLS; i += width)
      if (width === 1) await domain.getInfo();
      else await Promise.all(Array.from({ length: width }, () => domain.getInfo()));
  };
  await inFlight(100);
  const python: number[] = [];
  const ours = new Map<number, number[]>(WIDTHS.map((width) => [width, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [width, times] of ours) {
      python.push(Number(execFileSync('/usr/bin/python3', ['-c', PYTHON], { encoding: 'utf8' })));
      times.push(((await time(() => inFlight(width))) / CALLS) * 1000);
    }
  const reference = median(python);
  report('libvirt-python, info()', reference, 'us', 'per call; blocks its thread');
  for (const [width, times] of ours)
    report(
      `getInfo(), ${width} at a time`,
      median(times),
      'us',
      `${(median(times) / reference).toFixed(1)} x libvirt-python; goal: at most 3`,
    );
}

const nodeXml = (): string => {
  const domain = (i: number) =>
    `<domain type='test'><name>n${i}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
  return `<node>${Array.from({ length: DOMAINS }, (_, i) => domain(i)).join('')}</node>`;
};

/** State, info and XML of every domain; virsh is started once per question, as a shell script does it. */
async function listing(folder: string): Promise<void> {
  const file = join(folder, 'node.xml');
  writeFileSync(file, nodeXml());
  const uri = `test://${file}`;
  const virsh = (...args: string[]) =>
    execFileSync('virsh', ['-q', '-c', uri, ...args], { encoding: 'utf8' });
  const loop = await time(async () => {
    const names = virsh('list', '--all', '--name')
      .split('\n')
      .filter((name) => name !== '');
    for (const name of names.slice(0, 20)) {
      for (const command of ['domstate', 'dominfo', 'dumpxml']) virsh(command, name);
    }
  });
  const questions = Array.from({ length: DOMAINS }, (_, i) => `domstate n${i}; dominfo n${i}; dumpxml n${i}`);
  const single = await time(async () => virsh(`list --all --name; ${questions.join('; ')}`));
  await using connect = await Connect.open(uri);
  const ours = await time(async () => {
    const domains = await connect.listAllDomains();
    await Promise.all(
      domains.map((each) => Promise.all([each.getState(), each.getInfo(), each.getXMLDesc()])),
    );
  });
  const whole = (loop / 20) * DOMAINS;
  report(`list of ${DOMAINS} domains with state, info and XML`, ours, 'ms');
  report(
    'virsh in a loop',
    whole,
    'ms',
    `from 20 of them; ${(whole / ours).toFixed(0)} x ours; goal: at least 5`,
  );
  report('one virsh with all commands', single, 'ms', `${(single / ours).toFixed(1)} x ours`);
}

const UNPRIVILEGED: { uid?: number; gid?: number } =
  process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

interface Server {
  readonly uri: string;
  readonly process: ChildProcess;
}

/** A daemon of an ordinary user with everything in one folder. */
async function startServer(folder: string): Promise<Server> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    XDG_CONFIG_HOME: folder,
    XDG_CACHE_HOME: folder,
  };
  const server = spawn('libvirtd', [], { env, stdio: 'ignore', ...UNPRIVILEGED });
  const socket = join(folder, 'libvirt', 'libvirt-sock');
  for (let i = 0; i < 200 && !existsSync(socket); i++) await sleep(50);
  return { uri: `qemu+unix:///session?socket=${socket}`, process: server };
}

/** A server that is stopped for a second while 1,000 calls wait for it. */
async function eventLoopDelay({ uri, process: server }: Server): Promise<void> {
  await using connect = await Connect.open(uri);
  const names = () => Promise.all(Array.from({ length: PARALLEL }, () => connect.getHostname()));
  await names();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  server.kill('SIGSTOP');
  delay.enable();
  const calls = names();
  await sleep(1000);
  server.kill('SIGCONT');
  await calls;
  delay.disable();
  report(`event loop delay, ${PARALLEL} calls on a slow server, p50`, delay.percentile(50) / 1e6 - 1, 'ms');
  report(
    `event loop delay, ${PARALLEL} calls on a slow server, max`,
    delay.max / 1e6 - 1,
    'ms',
    'goal: at most 5',
  );
}

const folder = mkdtempSync(join(tmpdir(), 'vmwright-bench-'));
try {
  execFileSync('chmod', ['0777', folder]);
  await perCall();
  await listing(folder);
  const server = await startServer(folder);
  try {
    await eventLoopDelay(server);
    const pool = join(folder, 'pool');
    mkdirSync(pool);
    const { uid, gid } = UNPRIVILEGED;
    if (uid !== undefined && gid !== undefined) chownSync(pool, uid, gid);
    await volumes(server.uri, folder, pool);
  } finally {
    server.process.kill('SIGKILL');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
