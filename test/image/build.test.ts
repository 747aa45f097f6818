import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { ProgressEvent } from '#src/core/progress.js';
import { buildImage, listImages, removeImage, resolveImage } from '#src/image/index.js';
import { eventually, processesMentioning } from '../support/leaks.js';
import { TestCache } from './support/cache.js';

/** A program of its own that resolves `base` and prints the steps it takes. */
function startBuilder() {
  const script = `
    const { resolveImage } = await import('${pathToFileURL('dist/image/index.js').href}');
    await resolveImage('base', { onProgress: ({ step }) => console.log(step) });`;
  const argv = ['--input-type=module', '-e', script];
  return spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('building base', function () {
  this.timeout(120_000);
  let cache: TestCache;
  beforeEach(async () => {
    cache = await TestCache.open();
  });
  afterEach(() => cache.close());

  it('reports its steps, once, with bytes where they are known', async () => {
    const events: ProgressEvent[] = [];
    await resolveImage('base', { onProgress: (event) => events.push(event) });
    const finished = events.filter((event) => event.done).map((event) => event.step);
    assert.deepEqual(
      finished.filter((step) => step.startsWith('kernel') || step.startsWith('initramfs')),
      ['kernel.unpack', 'kernel.vmlinux', 'initramfs.build'],
    );
    const download = events.find((event) => event.step === 'package.download' && event.done);
    assert.equal(download?.unit, 'bytes');
    assert.ok((download?.total ?? 0) > 10 * 2 ** 20);
    assert.equal(download?.completed, download?.total);
    const silent: ProgressEvent[] = [];
    await resolveImage('base', { onProgress: (event) => silent.push(event) });
    assert.deepEqual(silent, []);
    assert.deepEqual(await cache.unfinished(), []);
  });

  it('happens once when two programs need it at the same moment', async () => {
    const builders = [startBuilder(), startBuilder()];
    const exits = builders.map((builder) => once(builder, 'exit'));
    const outputs = await Promise.all(builders.map(({ stdout }) => text(stdout)));
    const unpacked = outputs.flatMap((output) =>
      output.split('\n').filter((step) => step === 'kernel.unpack'),
    );
    assert.equal(unpacked.length, 2); // its begin and its end
    assert.deepEqual(await Promise.all(exits), [
      [0, null],
      [0, null],
    ]);
  });

  for (const step of ['package.download', 'kernel.unpack', 'kernel.vmlinux', 'initramfs.build']) {
    it(`leaves nothing when it is aborted at ${step}`, async () => {
      const controller = new AbortController();
      let abortedAt = 0;
      const onProgress = (event: ProgressEvent) => {
        if (event.step !== step || abortedAt !== 0) return;
        abortedAt = performance.now();
        controller.abort();
      };
      const call = resolveImage('base', { signal: controller.signal, onProgress });
      await assert.rejects(call, { code: 'ABORTED' });
      assert.ok(performance.now() - abortedAt < 1000, 'it took too long');
      assert.deepEqual(await cache.unfinished(), []);
      assert.deepEqual(processesMentioning(cache.directory), []);
    });
  }

  it('is taken over from a builder that was killed', async () => {
    const builder = startBuilder();
    const exited = once(builder, 'exit');
    await eventually('it downloads', async () => (await cache.unfinished()).length > 0, 20_000);
    builder.kill('SIGKILL');
    await exited;
    await eventually('its tools are gone', () => processesMentioning(cache.directory).length === 0, 1000);
    await resolveImage('base');
    assert.deepEqual(await cache.unfinished(), []);
  });

  it('is built again when another version of the library made it', async () => {
    await resolveImage('base');
    const file = join(cache.directory, 'names', 'base.json');
    const record = JSON.parse(await readFile(file, 'utf8')) as { recipe: string };
    await writeFile(file, JSON.stringify({ ...record, recipe: 'older' }));
    assert.equal((await listImages())[0]?.built, false);
    await resolveImage('base');
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), record);
  });

  it('is listed, refreshed and removed', async () => {
    assert.deepEqual(
      (await listImages()).map(({ name, built }) => [name, built]),
      [
        ['base', false],
        ['debian:12', false],
        ['debian:13', false],
      ],
    );
    const built = await buildImage('base');
    assert.match(built.kernel ?? '', /^\d+\.\d+.*cloud/);
    assert.ok((built.bytes ?? 0) > 20 * 2 ** 20);
    const steps = new Set<string>();
    await buildImage('base', { onProgress: ({ step }) => steps.add(step) });
    assert.deepEqual([...steps], [], 'nothing was newer');
    await buildImage('base', { force: true, onProgress: ({ step }) => steps.add(step) });
    assert.ok(steps.has('kernel.unpack') && steps.has('initramfs.build'));
    assert.equal(await removeImage('base'), true);
    assert.equal(await removeImage('base'), false);
    for (const kind of ['kernel', 'busybox', 'initramfs', 'tmp', 'names']) {
      assert.deepEqual(await readdir(join(cache.directory, kind)), [], kind);
    }
  });
});

describe('building base without what it needs', function () {
  this.timeout(60_000);
  let cache: TestCache;
  beforeEach(async () => {
    cache = await TestCache.open();
  });
  afterEach(() => cache.close());

  it('says so when apt knows no such package', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
    process.env.APT_CONFIG = join(empty, 'apt.conf');
    await writeFile(
      process.env.APT_CONFIG,
      `Dir::State "${empty}"; Dir::Cache "${empty}"; Dir::Etc "${empty}";`,
    );
    try {
      await assert.rejects(resolveImage('base'), {
        code: 'IMAGE_BUILD_FAILED',
        message: /no package linux-image-cloud-amd64/,
        remedy: /apt-get update/,
      });
    } finally {
      delete process.env.APT_CONFIG;
      await rm(empty, { recursive: true, force: true });
    }
  });
});
