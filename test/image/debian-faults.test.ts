import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProgressEvent } from '#src/core/progress.js';
import { resolveImage } from '#src/image/index.js';
import { processesMentioning } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { TestCache } from './support/cache.js';
import { smallCache } from './support/small-cache.js';

const mountsBelow = (folder: string) =>
  readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(`${folder}/`));

describe('building debian:12 with faults', function () {
  this.timeout(300_000);
  let cache: TestCache;
  beforeEach(async () => {
    cache = await TestCache.open();
  });
  afterEach(() => cache.close());

  it('leaves no process, mount or file when it is aborted while packages are installed', async () => {
    const controller = new AbortController();
    let abortedAt = 0;
    const onProgress = ({ step, completed = 0, total = 0 }: ProgressEvent) => {
      if (step !== 'rootfs.essential' || completed < total * 0.8 || abortedAt !== 0) return;
      abortedAt = performance.now();
      controller.abort();
    };
    await assert.rejects(resolveImage('debian:12', { signal: controller.signal, onProgress }), {
      code: 'ABORTED',
    });
    assert.ok(performance.now() - abortedAt < 5000, 'it took too long');
    assert.deepEqual(await cache.unfinished(), []);
    assert.deepEqual(mountsBelow(cache.directory), []);
    assert.deepEqual(processesMentioning(cache.directory), []);
  });

  it('names the package of a tool that is missing before it downloads anything', function () {
    const script = `
      const { resolveImage } = await import('${pathToFileURL(resolve('dist/image/index.js')).href}');
      await resolveImage('debian:12').catch((error) => console.log(error.code, '|', error.remedy));`;
    const hide = 'mount --bind /dev/null "$(command -v mmdebstrap)" || exit 77; exec "$@"';
    const argv = ['sh', '-c', hide, 'sh', process.execPath, '--input-type=module', '-e', script];
    const child = spawnSync('unshare', ['--mount', ...argv], { encoding: 'utf8' });
    if (child.status !== 0) skipBecause(this, 'hiding mmdebstrap needs the right to mount');
    assert.equal(child.stdout, 'HOST_COMMAND_NOT_FOUND | apt-get install mmdebstrap\n', child.stderr);
  });
});

describe('building debian:12 on a full disk', function () {
  this.timeout(300_000);
  const folder = smallCache('260m'); // the kernel fits, the packages do not

  it('says so and leaves nothing of the file system', async () => {
    await assert.rejects(resolveImage('debian:12'), {
      code: 'DISK_FULL',
      message: /building Debian bookworm/,
    });
    assert.deepEqual(await readdir(join(folder(), 'tmp')), []);
    assert.deepEqual(await readdir(join(folder(), 'rootfs')).catch(() => []), []);
  });
});
