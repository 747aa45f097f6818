import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { runOperation } from '#src/core/operation.js';
import { asRecord, ImageStore, recipeKey } from '#src/image/store/store.js';
import { eventually } from '../../../support/leaks.js';

const KEY = recipeKey(['test']);

describe('ImageStore', () => {
  let folder = '';
  let builds = 0;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
    builds = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const build =
    (delay = 0) =>
    async (directory: string) => {
      builds += 1;
      await sleep(delay);
      await writeFile(join(directory, 'file'), `build ${builds}`);
      return { builds };
    };
  const ensure = (store = new ImageStore(folder), delay = 0, signal?: AbortSignal) =>
    runOperation('test', { signal }, (op) => store.ensure(op, 'kernel', KEY, asRecord, build(delay)));
  const leftInTmp = () => readdir(join(folder, 'tmp')).catch(() => []);

  it('builds once and finds it again', async () => {
    const first = await ensure();
    const second = await ensure();
    assert.equal(builds, 1);
    assert.deepEqual(second, first);
    assert.equal(await readFile(join(first.directory, 'file'), 'utf8'), 'build 1');
    assert.deepEqual(await leftInTmp(), []);
  });

  it('gives other inputs other keys', () => {
    assert.notEqual(recipeKey(['a', 1]), recipeKey(['a', 2]));
    assert.equal(recipeKey(['a', 1]), recipeKey(['a', 1]));
  });

  it('lets the second of two builders wait for the first', async () => {
    const [first, second] = await Promise.all([ensure(undefined, 300), ensure(undefined, 300)]);
    assert.equal(builds, 1);
    assert.deepEqual(first, second);
  });

  it('lets a waiting builder be aborted at once', async () => {
    const first = ensure(undefined, 1500);
    await eventually('the first builds', () => builds === 1);
    const start = performance.now();
    await assert.rejects(ensure(undefined, 0, AbortSignal.timeout(200)), { code: 'TIMEOUT' });
    assert.ok(performance.now() - start < 1000);
    await first;
    assert.equal(builds, 1);
  });

  it('leaves nothing of a build that failed, and frees its lock', async () => {
    const failing = runOperation('test', {}, (op) =>
      new ImageStore(folder).ensure(op, 'kernel', KEY, asRecord, async (directory) => {
        await writeFile(join(directory, 'half'), 'x');
        throw new Error('broken recipe');
      }),
    );
    await assert.rejects(failing, /broken recipe/);
    assert.deepEqual(await leftInTmp(), []);
    assert.equal((await ensure()).manifest.builds, 1);
  });

  it('says so when the disk is full', async () => {
    const full = runOperation('test', {}, (op) =>
      new ImageStore(folder).ensure(op, 'kernel', KEY, asRecord, () =>
        writeFile('/dev/full', 'x').then(() => ({})),
      ),
    );
    await assert.rejects(full, { code: 'DISK_FULL', errno: 'ENOSPC' });
    assert.deepEqual(await leftInTmp(), []);
  });

  it('says so when the cache cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(ensure(new ImageStore(join(folder, 'file', 'cache'))), {
      code: 'IMAGE_BUILD_FAILED',
      remedy: /VMWRIGHT_CACHE_DIR/,
    });
  });

  it('builds a damaged entry again', async () => {
    const { directory } = await ensure();
    await writeFile(join(directory, 'manifest.json'), '{"builds":');
    assert.equal((await ensure()).manifest.builds, 2);
    assert.equal(await readFile(join(directory, 'file'), 'utf8'), 'build 2');
  });

  it('rebuilds each entry once when told to', async () => {
    await ensure();
    const store = new ImageStore(folder, { rebuild: true });
    await ensure(store);
    await ensure(store);
    assert.equal(builds, 2);
    assert.deepEqual(await leftInTmp(), []);
  });

  it('takes over from a builder that was killed, and clears what it left', async () => {
    const script = `
      import { runOperation } from '${pathToFileURL('dist/core/operation.js').href}';
      import { ImageStore, asRecord } from '${pathToFileURL('dist/image/store/store.js').href}';
      await runOperation('x', {}, (op) =>
        new ImageStore('${folder}').ensure(op, 'kernel', '${KEY}', asRecord, () => {
          console.log('building');
          return new Promise(() => setInterval(() => {}, 1000));
        }));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    assert.equal((await leftInTmp()).length, 1);
    child.kill('SIGKILL');
    await exited;
    const start = performance.now();
    assert.equal((await ensure()).manifest.builds, 1);
    assert.ok(performance.now() - start < 2000);
    assert.deepEqual(await leftInTmp(), []);
  });
});
