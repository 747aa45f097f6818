import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { skipBecause } from '../../support/skip.js';
import { type Fixture, openFixture, shell } from './real-agent.js';

const SESSION_FIELD = 5;

describe('processes in the guest (real agent)', () => {
  let f: Fixture;
  before(async function () {
    if (process.platform !== 'linux') skipBecause(this, 'the agent runs on Linux');
    f = await openFixture();
  });
  after(() => f?.close());

  /** It may go between any two looks. */
  const stateOf = (pid: number) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2];
    } catch {
      return 'gone';
    }
  };
  const gone = async (pid: number) => {
    for (let i = 0; i < 100; i += 1) {
      if (['gone', 'Z'].includes(stateOf(pid) ?? '')) return true;
      await sleep(20);
    }
    return false;
  };

  it('separates stdout, stderr and the exit code, and feeds stdin to its end', async () => {
    const result = await shell(f.client, 'cat; echo err >&2; exit 7', 'in');
    assert.deepEqual(result, { exitCode: 7, signal: null, stdout: 'in', stderr: 'err\n' });
  });

  it('reports the signal that ended it', async () => {
    assert.deepEqual(await shell(f.client, 'kill -TERM $$'), {
      exitCode: null,
      signal: 'SIGTERM',
      stdout: '',
      stderr: '',
    });
  });

  it('tells which step failed', async () => {
    const base = { args: [], env: {} };
    const cases = [
      [{ ...base, command: 'no-such-program' }, 'GUEST_COMMAND_NOT_FOUND', 'ENOENT', /exec no-such-program/],
      [{ ...base, command: '/etc/passwd' }, 'GUEST_EXEC_FAILED', 'EACCES', /exec \/etc\/passwd/],
      [{ ...base, command: 'true', cwd: '/no/such' }, 'GUEST_EXEC_FAILED', 'ENOENT', /chdir \/no\/such/],
      [
        { ...base, command: 'true', user: 'nobody-at-all' },
        'GUEST_EXEC_FAILED',
        'ENOENT',
        /no such user: nobody-at-all/,
      ],
    ] as const;
    for (const [request, code, errno, message] of cases) {
      const child = f.client.spawn(request);
      await assert.rejects(child.exited, { code, errno, message });
      await assert.rejects(child.started, { code });
    }
  });

  it('gives the whole environment and defaults for the rest', async () => {
    const child = f.client.spawn({ command: 'env', args: [], env: { A: '1', HOME: '/tmp' }, stdin: 'none' });
    let out = '';
    for await (const text of child.stdout) out += text;
    const env = Object.fromEntries(
      out
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    assert.deepEqual([env.A, env.HOME, env.USER], ['1', '/tmp', 'root']);
    assert.ok(env.PATH?.includes('/usr/bin'));
    assert.equal(env.TERM, undefined);
  });

  it('takes arguments and environments larger than one frame', async () => {
    const big = 'x'.repeat(100_000);
    const child = f.client.spawn({
      command: 'sh',
      args: ['-c', 'printf %s "$A" "$1" | wc -c', 'sh', big],
      env: { A: big },
    });
    let out = '';
    for await (const text of child.stdout) out += text;
    assert.equal(out, '200000\n');
  });

  it('refuses arguments no program could get, before sending them', () => {
    assert.throws(() => f.client.spawn({ command: 'a\0b', args: [], env: {} }), { code: 'OPTION_INVALID' });
    assert.throws(() => f.client.spawn({ command: 'a', args: [], env: { 'a=b': '' } }), {
      code: 'OPTION_INVALID',
    });
    const args = Array.from({ length: 50 }, () => 'x'.repeat(100_000));
    assert.throws(() => f.client.spawn({ command: 'a', args, env: {} }), { errno: 'E2BIG' });
  });

  it('runs as another user with its groups', async function () {
    if (process.getuid?.() !== 0) skipBecause(this, 'needs root, to become another user');
    const child = f.client.spawn({
      command: 'sh',
      args: ['-c', 'id -un; id -G; pwd; echo $HOME'],
      env: {},
      user: 'nobody',
    });
    let out = '';
    for await (const text of child.stdout) out += text;
    assert.equal(out, 'nobody\n65534\n/\n/nonexistent\n');
  });

  it('is leader of its own session; no descriptor of the agent leaks into it', async () => {
    const { stdout } = await shell(f.client, 'cat /proc/$$/stat; echo $$; ls /proc/$$/fd');
    const [stat, pid, ...fds] = stdout.trimEnd().split('\n');
    assert.deepEqual(fds, ['0', '1', '2']); // no pipeline: the shell itself would have its ends for a moment
    assert.equal(stat?.split(' ')[SESSION_FIELD], pid);
  });

  it('gives a terminal that can be resized and ended by the end of input', async () => {
    const child = f.client.spawn({
      command: 'sh',
      args: ['-c', 'stty size; read x; stty size; cat >/dev/null'],
      env: {},
      pty: { columns: 90, rows: 30 },
    });
    let out = '';
    child.stdout.on('data', (text) => {
      out += text;
      if (out.includes('30 90')) {
        child.resize(100, 40);
        child.stdin.end('go\n');
      }
    });
    assert.deepEqual(await child.exited, { exitCode: 0, signal: null });
    assert.match(out, /30 90[\s\S]*40 100/);
  });

  it('kills the whole group, children that hold the pipes included', async () => {
    const child = f.client.spawn({ command: 'sh', args: ['-c', 'sleep 1000 & echo $!; wait'], env: {} });
    const [text] = (await Promise.race([
      new Promise<string[]>((resolve) => child.stdout.once('data', (d) => resolve([String(d)]))),
      child.exited,
    ])) as string[];
    child.kill();
    assert.deepEqual(await child.exited, { exitCode: null, signal: 'SIGKILL' });
    assert.ok(await gone(Number(text)));
  });

  it('aborts: the group dies, the promise rejects at once', async () => {
    const abort = new AbortController();
    const child = f.client.spawn(
      { command: 'sh', args: ['-c', 'sleep 1000 & wait'], env: {} },
      { signal: abort.signal },
    );
    const pid = await child.started;
    abort.abort();
    await assert.rejects(child.exited, { code: 'ABORTED' });
    assert.ok(await gone(pid));
    const slow = f.client.spawn({ command: 'sleep', args: ['1000'], env: {} }, { timeout: 50 });
    const slowPid = await slow.started;
    await assert.rejects(slow.exited, { code: 'TIMEOUT' });
    assert.ok(await gone(slowPid));
  });

  it('does not wait for background children for ever, and keeps what the process itself wrote', async () => {
    const start = performance.now();
    const { stdout } = await shell(f.client, 'sleep 3 & head -c 60000 /dev/zero | tr "\\0" x');
    assert.equal(stdout.length, 60000);
    assert.ok(performance.now() - start < 2500);
  });

  it('closes the pipe when nobody reads: the writer gets SIGPIPE', async () => {
    const child = f.client.spawn({ command: 'yes', args: [], env: {} });
    child.stdout.once('data', () => child.stdout.destroy());
    assert.deepEqual(await child.exited, { exitCode: null, signal: 'SIGPIPE' });
  });

  it('survives a process that does not read its input', async () => {
    const child = f.client.spawn({ command: 'true', args: [], env: {} });
    child.stdin.write(Buffer.alloc(1 << 20));
    assert.equal((await child.exited).exitCode, 0);
    assert.ok(child.stdin.destroyed);
  });

  it('holds a fast writer back: 1 GiB into a slow reader stays within a few MiB', async () => {
    const total = 1024 ** 3;
    const child = f.client.spawn({ command: 'head', args: ['-c', String(total), '/dev/zero'], env: {} });
    const before = process.memoryUsage().rss;
    let received = 0;
    let most = 0;
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received < 4 * 1024 * 1024) await sleep(5);
      most = Math.max(most, process.memoryUsage().rss);
    }
    assert.equal(received, total);
    assert.ok(most - before < 64 * 1024 * 1024, `grew by ${(most - before) >> 20} MiB`);
  });

  it('is not delayed by another stream that nobody reads', async () => {
    const stalled = f.client.spawn({ command: 'yes', args: [], env: {} });
    await stalled.started;
    await sleep(50);
    assert.equal((await shell(f.client, 'echo quick')).stdout, 'quick\n');
    stalled.kill();
    stalled.stdout.resume();
    await stalled.exited;
  });

  it('runs 100 at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, i) => shell(f.client, `cat; echo ${i}`, 'in ')),
    );
    all.forEach((result, i) => {
      assert.equal(result.stdout, `in ${i}\n`);
    });
  });
});
