import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, processesMentioning } from '../support/leaks.js';
import { assertNothingLeft, leftovers, testRoot } from '../support/root-hooks.js';
import { cli, endStarted, shell, startCli } from './support/cli.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('cli run', function () {
  this.timeout(120_000);
  afterEach('leaves nothing', async () => {
    endStarted(); // of a failed test
    await assertNothingLeft();
  });

  it("streams stdout and stderr apart and exits with the guest's code", async () => {
    const script = 'echo out; echo err >&2; exit 7';
    const { code, stdout, stderr } = await cli(['run', 'base', '--', 'sh', '-c', script]);
    assert.equal(code, 7);
    assert.equal(stdout, 'out\n');
    assert.equal(stderr, 'err\n');
  });

  it('passes bytes through unchanged, both ways', async () => {
    const bytes = randomBytes(300_000);
    const result = await cli(['run', '--network', 'none', 'base', '--', 'cat'], { input: bytes });
    assert.equal(result.code, 0, result.stderr);
    assert.equal(sha256(result.bytes), sha256(bytes));
  });

  it('exits with 128 + n for signal n', async () => {
    const { code } = await cli(['run', 'base', '--', 'sh', '-c', 'kill -TERM $$']);
    assert.equal(code, 143);
  });

  it('tells commands that do not exist from commands that cannot start', async () => {
    const missing = await cli(['run', 'base', '--', 'no-such-command']);
    assert.equal(missing.code, 127);
    assert.match(missing.stderr, /^vmwright: .*no-such-command.*\n {2}what to do: /);
    const notExecutable = await cli(['run', 'base', '--', '/etc/passwd']);
    assert.equal(notExecutable.code, 126, notExecutable.stderr);
  });

  it('takes variables, their values never in argv', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vmwright-env-'));
    try {
      const file = join(folder, 'env');
      await writeFile(file, '# note\nFROM_FILE=f 1\n');
      const flags = ['--env', 'PLAIN=p=1', '--env', 'SECRET_TOKEN', '--env-from', file];
      const running = startCli(
        ['run', ...flags, 'base', '--', 'sh', '-c', 'echo "$PLAIN $SECRET_TOKEN $FROM_FILE"; read x'],
        {
          env: { SECRET_TOKEN: 'hush-4711' },
        },
      );
      await running.saw('p=1 hush-4711 f 1\n');
      assert.deepEqual(processesMentioning('hush-4711'), []);
      running.child.stdin?.end('\n');
      assert.equal((await running.result).code, 0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('gives the VM what the flags say', async () => {
    const script =
      'nproc; awk "/MemTotal/{print \\$2}" /proc/meminfo; pwd; id -u; cat /proc/cmdline; hostname';
    const flags = [
      '--cpus',
      '2',
      '--memory',
      '300MiB',
      '--name',
      'flagged',
      '--workdir',
      '/tmp',
      '--user',
      '65534',
    ];
    const { code, stdout, stderr } = await cli([
      'run',
      ...flags,
      '--cmdline',
      'one two=2',
      'base',
      '--',
      'sh',
      '-c',
      script,
    ]);
    assert.equal(code, 0, stderr);
    const [cpus, memory, folder, uid, cmdline, hostname] = stdout.split('\n');
    assert.deepEqual([cpus, folder, uid, hostname], ['2', '/tmp', '65534', 'flagged']);
    assert.ok(Number(memory) > 200 * 1024 && Number(memory) <= 300 * 1024, `${memory} kB`);
    assert.match(cmdline ?? '', / one two=2( |$)/);
  });

  it('publishes a port of a VM without network', async () => {
    const script = 'mkdir /www; echo published >/www/index.html; exec busybox httpd -f -p 8080 -h /www';
    const running = startCli(['run', '--network', 'none', '-p', '8080', 'base', '--', 'sh', '-c', script]);
    const port = await running.saw(/127\.0\.0\.1:(\d+) leads to port 8080/);
    const page = () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        async (response) => (await response.text()) === 'published\n',
        () => false, // the server is not up yet
      );
    await eventually('the page is served', page, 20_000);
    running.child.kill('SIGINT');
    assert.equal((await running.result).code, 130);
  });

  it('runs a shell on piped input when no command is given', async () => {
    const { code, stdout } = await cli(['run', 'base'], { input: 'echo $((6 * 7))\nexit 3\n' });
    assert.equal(stdout, '42\n');
    assert.equal(code, 3);
  });

  it('ends a run that takes too long', async () => {
    const { code, stderr } = await cli(['run', '--timeout', '10s', 'base', '--', 'sleep', '600']);
    assert.equal(code, 125);
    assert.match(stderr, /within \d+ ms/);
  });

  it('reports an image that does not exist, as text and as JSON', async () => {
    const { code, stderr } = await cli(['run', 'debiam:12', '--', 'true']);
    assert.equal(code, 125);
    assert.match(stderr, /^vmwright: .*'debiam:12'.*\n {2}what to do: .*debian:12/);
    const json = await cli(['run', '--json', 'debiam:12', '--', 'true']);
    const { error } = JSON.parse(json.stderr) as { error: Record<string, unknown> };
    assert.equal(error.code, 'IMAGE_NOT_FOUND');
    assert.equal(json.code, 125);
  });

  it('shows the console of a guest that panics', async () => {
    const flags = ['--cmdline', 'rdinit=/no-such-init'];
    const { code, stderr } = await cli(['run', ...flags, 'base', '--', 'true']);
    assert.equal(code, 125);
    assert.match(stderr, /last lines of the console:\n( {4}.*\n)*.*Kernel panic/);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`cleans up and exits with 130 on ${signal}`, async () => {
      const running = startCli(['run', 'base', '--', 'sh', '-c', 'echo up; sleep 600']);
      await running.saw('up\n');
      assert.notDeepEqual(leftovers(), []);
      running.child.kill(signal);
      const { code, stderr } = await running.result;
      assert.equal(code, 130);
      assert.equal(stderr, '');
      assert.deepEqual(leftovers(), []); // not a moment later: cleaned up before it ended
    });
  }

  it('cleans up on SIGINT while booting', async () => {
    const running = startCli(['run', 'base', '--', 'true']);
    await eventually(
      'QEMU runs',
      () => processesMentioning(testRoot).some((each) => each.includes('qemu')),
      10_000,
    );
    running.child.kill('SIGINT');
    const { code, stdout } = await running.result;
    assert.equal(code, 130);
    assert.equal(stdout, '');
    assert.deepEqual(leftovers(), []);
  });

  it('exits at once on the second SIGINT, and the VM still goes', async () => {
    const running = startCli(['run', 'base', '--', 'sh', '-c', 'echo up; sleep 600']);
    await running.saw('up\n');
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    assert.equal((await running.result).code, 130);
  });

  it('stops when nobody reads its output', async () => {
    const { code, stdout, stderr } = await shell(
      'set -o pipefail; $VMWRIGHT run base -- yes </dev/null | head -1',
    ).result;
    assert.equal(stdout, 'y\n');
    assert.equal(stderr, '');
    assert.equal(code, 141);
  });
});
