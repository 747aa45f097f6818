import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { isVmError } from '#src/core/errors.js';
import { connectSsh, type RunnerEvent, type SshRunner } from '#src/remote/index.js';
import { eventually, fdCount, processesMentioning } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { noSshd, processesOf, Sshd } from './support/sshd.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;
const mark = () => `vmwright-mark-${randomBytes(6).toString('hex')}`;
const alive = (text: string) => processesMentioning(text).length;

/** Rejections that are expected while something else is awaited. */
const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => error,
  );

describe('ssh connections that break', function () {
  this.timeout(30_000);
  let sshd: Sshd;
  let runner: SshRunner;
  let events: RunnerEvent[];
  const open = async (...config: string[]) => {
    sshd = await Sshd.start(...config);
    await reopen();
  };
  const reopen = async (keepAlive = 15_000) => {
    runner = await connectSsh(sshd.url, sshd.options({ keepAlive }));
    events = [];
    runner.events.onAny((event) => events.push(event));
  };
  const seen = (type: RunnerEvent['type']) =>
    eventually(type, () => events.some((event) => event.type === type), 10_000);
  before(function () {
    const missing = noSshd();
    if (missing !== undefined) skipBecause(this, missing);
  });
  afterEach(async () => {
    await runner?.close();
    await sshd?.stop();
  });

  it('fails what is under way at once with HOST_LOST, comes back and works', async () => {
    await open();
    const text = mark();
    const running = outcome(runner.run(['sh', '-c', `echo partial; sleep 600; : ${text}`]));
    const child = await runner.spawn(['sh', '-c', `cat; : ${text}`]);
    const error = once(child.stdout, 'error');
    const lock = outcome(runner.lock(sshd.path('run', 'lock'), { wait: true }));
    await lock;
    const waiting = outcome(runner.lock(sshd.path('run', 'lock'), { wait: true }));
    await eventually('the programs run', () => alive(text) >= 2, 5000);
    const since = performance.now();
    await sshd.killSessions();
    for (const failed of [await running, await waiting, (await error)[0]])
      assert.ok(withCode('HOST_LOST')(failed), String(failed));
    assert.ok(performance.now() - since < 1000);
    const exit = await child.exited;
    assert.equal(exit.exitCode, null);
    assert.ok(withCode('HOST_LOST')(exit.lost));
    await seen('restored');
    assert.deepEqual(
      events.map(({ type }) => type),
      ['lost', 'restored'],
    );
    assert.equal((await runner.run(['echo', 'again'])).stdout, 'again\n');
    await eventually('what ran before is ended', () => alive(text) === 0, 10_000);
  });

  it('lets a program that waits for its end of input clean up first', async () => {
    await open();
    const child = await runner.spawn([
      'sh',
      '-c',
      `cat; sleep 0.5; echo clean >'${sshd.path('run', 'done')}'`,
    ]);
    await sshd.killSessions();
    await child.exited;
    await eventually('it cleaned up', () => existsSync(sshd.path('run', 'done')), 5000);
  });

  it('leaves no orphan when this process is killed, and lets detached programs run', async () => {
    await open();
    const [own, kept] = [mark(), mark()];
    const source = `import { connectSsh } from '#src/remote/index.js';
      const runner = await connectSsh(${JSON.stringify(sshd.url)}, ${JSON.stringify(sshd.options())});
      await runner.spawn(['sh', '-c', 'sleep 600; : ${own}']);
      await runner.spawn(['sh', '-c', 'sleep 600 >/dev/null 2>&1; : ${kept}'], { detached: true });
      process.kill(process.pid, 'SIGKILL');`;
    writeFileSync('build/ssh-orphan.mjs', source);
    const client = fork('build/ssh-orphan.mjs', { stdio: 'ignore' });
    await once(client, 'exit');
    assert.ok(alive(own) >= 1);
    await eventually('the orphan is ended', () => alive(own) === 0, 10_000);
    assert.ok(alive(kept) >= 1);
    for (const line of processesMentioning(kept)) process.kill(-Number(line.split(' ')[0]), 'SIGKILL');
  });

  it('does not signal a group whose number was reused', async () => {
    await open();
    const text = mark();
    const child = await runner.spawn(['sh', '-c', `sleep 600; : ${text}`]);
    const folder = sshd.path('run', '.leash');
    const [token = ''] = readdirSync(folder);
    const note = `${folder}/${token}/${child.pid}`;
    writeFileSync(
      note,
      readFileSync(note, 'utf8').replace(/\) (\S+ ){20}/, (words) => words.replace(/\S+ $/, '1 ')),
    );
    await sshd.killSessions();
    await child.exited;
    await eventually('the leash is gone', () => !existsSync(`${folder}/${token}`), 10_000);
    assert.ok(alive(text) >= 1);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  });

  it('ends what runs when the runner is closed, and leaves nothing', async () => {
    await open();
    const text = mark();
    const child = await runner.spawn(['sh', '-c', `sleep 600; : ${text}`]);
    await runner.close();
    assert.ok(withCode('HOST_LOST')((await child.exited).lost));
    await assert.rejects(runner.run(['true']), withCode('HOST_LOST'));
    await eventually('the program is ended', () => alive(text) === 0, 10_000);
    await eventually('the leash is gone', () => !existsSync(sshd.path('run', '.leash')), 5000);
    if (process.getuid?.() === 0) {
      await eventually('no process is left', () => processesOf(sshd.user.uid).length === 0, 5000);
    }
    assert.deepEqual(events, []);
  });

  it('notices a host that does not answer any more', async () => {
    await open();
    await runner.close();
    await reopen(1000);
    const child = outcome(runner.run(['sleep', '600']));
    const resume = sshd.freeze();
    const since = performance.now();
    await seen('lost');
    assert.ok(performance.now() - since < 3000);
    assert.ok(withCode('HOST_LOST')(await child));
    const [event] = events;
    assert.match(event?.type === 'lost' ? event.error.message : '', /did not answer for 1 s/);
    resume();
    await seen('restored');
    assert.equal((await runner.run(['true'])).exitCode, 0);
  });

  it('keeps a silent connection alive', async () => {
    await open();
    await runner.close();
    await reopen(300);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.deepEqual(events, []);
  });

  it('tries at once when it is called while the host is away', async () => {
    await open();
    await sshd.kill();
    await seen('lost');
    await assert.rejects(runner.run(['true']), withCode('HOST_UNREACHABLE'));
    await sshd.listen();
    assert.equal((await runner.run(['true'])).exitCode, 0);
    assert.equal(events.filter(({ type }) => type === 'restored').length, 1);
  });

  it('does not go on trying when the host presents another key', async () => {
    await open();
    await sshd.kill();
    await seen('lost');
    await sshd.listen();
    const known = sshd.path('known_hosts');
    writeFileSync(
      known,
      readFileSync(known, 'utf8').replace(/ \S+ \S+\n/, ` ${readFileSync(sshd.path('other.pub'), 'utf8')}`),
    );
    await assert.rejects(runner.run(['true']), withCode('HOST_KEY_MISMATCH'));
  });

  it('ends streams to unix sockets with HOST_LOST', async () => {
    await open();
    mkdirSync(sshd.path('work'));
    chmodSync(sshd.path('work'), 0o777);
    const server = createServer(() => {}).listen(sshd.path('work', 'socket'));
    await once(server, 'listening');
    chmodSync(sshd.path('work', 'socket'), 0o777);
    const stream = await runner.connectUnix(sshd.path('work', 'socket'));
    const failed = once(stream, 'error');
    await sshd.killSessions();
    assert.ok(withCode('HOST_LOST')((await failed)[0]));
    server.close();
  });

  it('lets Node exit while it is connected and idle', async () => {
    await open();
    const source = `import { connectSsh } from '#src/remote/index.js';
      const runner = await connectSsh(${JSON.stringify(sshd.url)}, ${JSON.stringify(sshd.options())});
      await runner.run(['true']);
      await runner.files.stat('/');
      const child = await runner.spawn(['sleep', '600'], { keepAlive: false });
      console.log(child.pid);`;
    writeFileSync('build/ssh-exit.mjs', source);
    const since = performance.now();
    const client = fork('build/ssh-exit.mjs', { stdio: 'ignore' });
    assert.deepEqual(await once(client, 'exit'), [0, null]);
    assert.ok(performance.now() - since < 5000);
  });

  it('opens more connections when MaxSessions is reached, and closes none that is needed', async () => {
    await open('MaxSessions 1');
    const children = await Promise.all(Array.from({ length: 5 }, () => runner.spawn(['cat'])));
    assert.equal((await runner.run(['echo', 'short'])).stdout, 'short\n');
    await runner.files.stat('/');
    for (const child of children) {
      child.stdin.end();
      child.stdout.resume();
      child.stderr.resume();
    }
    assert.deepEqual(
      (await Promise.all(children.map(({ exited }) => exited))).map(({ exitCode }) => exitCode),
      [0, 0, 0, 0, 0],
    );
  });

  it('queues sessions when it may open no more connections', async () => {
    await open('MaxSessions 2');
    await runner.close();
    runner = await connectSsh(sshd.url, sshd.options({ maxConnections: 1 }));
    const results = await Promise.all(Array.from({ length: 6 }, (_, i) => runner.run(['echo', String(i)])));
    assert.deepEqual(
      results.map(({ stdout }) => Number(stdout)),
      [0, 1, 2, 3, 4, 5],
    );
  });

  it('counts the sessions of programs that were let go', async () => {
    await open('MaxSessions 2');
    const text = mark();
    for (let i = 0; i < 4; i += 1) {
      const child = await runner.spawn(['sh', '-c', `sleep 600; : ${text}`], { detached: true });
      child.release();
    }
    const results = await Promise.all(Array.from({ length: 4 }, (_, i) => runner.run(['echo', String(i)])));
    assert.deepEqual(
      results.map(({ stdout }) => Number(stdout)),
      [0, 1, 2, 3],
    );
    assert.equal(alive(text), 4);
    for (const line of processesMentioning(text)) process.kill(-Number(line.split(' ')[0]), 'SIGKILL');
  });

  it('starts over when the shell that watches on the host is killed', async () => {
    await open();
    const text = mark();
    const running = outcome(runner.run(['sh', '-c', `sleep 600; : ${text}`]));
    await eventually('it runs', () => alive(text) > 0);
    for (const line of processesMentioning('vmwright-leash')) {
      if (line.includes(readdirSync(sshd.path('run', '.leash'))[0] ?? 'none'))
        process.kill(Number(line.split(' ')[0]), 'SIGKILL');
    }
    assert.ok(withCode('HOST_LOST')(await running));
    await seen('restored');
    await eventually('what ran before is ended', () => alive(text) === 0, 10_000);
    await eventually('one leash', () => readdirSync(sshd.path('run', '.leash')).length === 1, 10_000);
  });

  it('shows no environment values on the host', async () => {
    await open();
    const secret = `secret-${randomBytes(6).toString('hex')}`;
    const child = await runner.spawn(['sh', '-c', 'echo ready; exec sleep 600'], { env: { TOKEN: secret } });
    await once(child.stdout, 'data');
    assert.equal(alive(secret), 0);
    child.kill();
    child.stderr.resume();
    await child.exited;
  });

  it('leaks no file descriptors', async () => {
    await open();
    const round = async () => {
      await runner.run(['true']);
      await sshd.killSessions();
      await seen('restored');
      events.length = 0;
      await runner.files.stat('/');
    };
    await round();
    const before = fdCount();
    for (let i = 0; i < 5; i += 1) await round();
    await eventually('as many descriptors as before', () => fdCount() <= before + 1, 5000);
  });
});
