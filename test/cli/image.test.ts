import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, processesMentioning } from '../support/leaks.js';
import { assertNothingLeft } from '../support/root-hooks.js';
import { type CliOptions, cli, endStarted, startCli } from './support/cli.js';

describe('cli image', function () {
  this.timeout(120_000);

  it('builds what is missing and lists it with its size', async () => {
    const built = await cli(['image', 'build', 'base']);
    assert.equal(built.code, 0, built.stderr);
    assert.match(built.stdout, /^base: [\d.]+ MiB, kernel \d/);
    const { stdout } = await cli(['image', 'ls']);
    assert.match(stdout, /^NAME +STATE +AGE +SIZE +KERNEL\n/);
    assert.match(stdout, /^base +built +\d+[smhd] +[\d.]+ MiB +\d/m);
    assert.ok((await cli(['image', 'ls', '-q'])).stdout.split('\n').includes('base'));
  });

  it('lists as JSON', async () => {
    const images = JSON.parse((await cli(['--json', 'image', 'ls'])).stdout) as {
      name: string;
      built: boolean;
      bytes: number;
    }[];
    const base = images.find((image) => image.name === 'base');
    assert.equal(base?.built, true);
    assert.ok((base?.bytes ?? 0) > 2 ** 20);
  });

  it('names the images there are when one is misspelled', async () => {
    for (const action of ['build', 'rm']) {
      const { code, stderr } = await cli(['image', action, 'bsae']);
      assert.equal(code, 125);
      assert.match(stderr, /'bsae'[\s\S]*what to do: .*base/, action);
    }
  });
});

describe('cli image in a cache of its own', function () {
  this.timeout(120_000);
  let cache = '';
  let options: CliOptions = {};
  /** The one file of that name in the cache. */
  const inCache = (name: string) => {
    const paths = readdirSync(cache, { recursive: true, encoding: 'utf8' });
    return join(
      cache,
      paths.find((path) => path.endsWith(`/${name}`)) ?? assert.fail(`no ${name} in the cache`),
    );
  };

  before(() => {
    cache = mkdtempSync(join(tmpdir(), 'vmwright-cache-'));
    options = { env: { VMWRIGHT_CACHE_DIR: cache } };
  });
  after(() => rmSync(cache, { recursive: true, force: true }));
  afterEach('leaves nothing', async () => {
    endStarted(); // of a failed test
    await assertNothingLeft();
  });

  it('leaves no process behind when a build is interrupted', async () => {
    const running = startCli(['image', 'build', 'base'], options);
    await running.saw('...');
    running.child.kill('SIGINT');
    const { code, stdout } = await running.result;
    assert.deepEqual([code, stdout], [130, '']);
    await eventually('the build is gone', () => processesMentioning(cache).length === 0);
    const [base] = JSON.parse((await cli(['--json', 'image', 'ls'], options)).stdout) as { built: boolean }[];
    assert.equal(base?.built, false);
  });

  it('builds with plain progress lines', async () => {
    const { code, stderr } = await cli(['image', 'build', 'base'], options);
    assert.equal(code, 0, stderr);
    for (const line of stderr.trimEnd().split('\n'))
      assert.match(line, /^vmwright: .*( \.\.\.|: done in [\d.]+ m?s)$/);
  });

  it("boots a kernel and initrd of one's own on the console", async () => {
    const files = ['--kernel', inCache('vmlinuz'), '--initrd', inCache('initrd')];
    const running = startCli(['run', '--network', 'none', ...files, '--cmdline', 'rdinit=/bin/sh'], options);
    await running.saw('/ # ');
    running.child.stdin?.write('echo typed $((6 * 7)); poweroff -f\n');
    const { code, stdout, stderr } = await running.result;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Linux version[\s\S]*typed 42/);
    assert.match(stderr, /^vmwright: no agent in this VM: showing its console$/m);
  });

  it('runs commands in them when they have the agent', async () => {
    const files = ['--kernel', inCache('vmlinuz'), '--initrd', inCache('initrd')];
    const { code, stdout, stderr } = await cli(['run', ...files, '--agent', '--', 'echo', 'agent'], options);
    assert.deepEqual([code, stdout], [0, 'agent\n'], stderr);
  });

  it('says why a kernel ended', async () => {
    const { code, stdout, stderr } = await cli(['run', '--kernel', inCache('vmlinuz')], options);
    assert.equal(code, 125);
    assert.match(stdout, /Kernel panic/);
    assert.match(stderr, /^vmwright: the guest ended by panic: .*VFS/m);
  });

  it('removes what no other image uses', async () => {
    const { code, stdout, stderr } = await cli(['image', 'rm', 'base', 'debian:12'], options);
    assert.equal(code, 0, stderr);
    assert.deepEqual(stdout.trimEnd().split('\n').sort(), ['base', 'debian:12 was not built']);
    const left = readdirSync(cache, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      left.filter((path) => /^(kernel|initramfs|busybox)\//.test(path)),
      [],
    );
  });
});
