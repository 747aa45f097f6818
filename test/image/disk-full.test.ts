import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveImage } from '#src/image/index.js';
import { skipBecause } from '../support/skip.js';

describe('building base on a full disk', function () {
  this.timeout(60_000);
  const saved = process.env.VMWRIGHT_CACHE_DIR;
  let folder = '';

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder]);
    if (mounted.status !== 0) skipBecause(this, 'a small tmpfs needs the right to mount');
    process.env.VMWRIGHT_CACHE_DIR = folder;
  });

  after(async () => {
    if (saved === undefined) delete process.env.VMWRIGHT_CACHE_DIR;
    else process.env.VMWRIGHT_CACHE_DIR = saved;
    spawnSync('umount', [folder]);
    await rm(folder, { recursive: true, force: true });
  });

  // the .deb has 26 MB, unpacked it has 110 MB
  for (const [size, phase] of [
    ['8m', 'before the kernel is downloaded'],
    ['60m', 'while it is unpacked'],
  ] as const) {
    it(`says so ${phase}, at once, and leaves nothing`, async () => {
      execFileSync('mount', ['-o', `remount,size=${size}`, folder]);
      let progress = performance.now();
      const onProgress = () => {
        progress = performance.now();
      };
      await assert.rejects(resolveImage('base', { onProgress }), {
        code: 'DISK_FULL',
        remedy: /VMWRIGHT_CACHE_DIR/,
      });
      assert.ok(performance.now() - progress < 4000, 'it took too long');
      assert.deepEqual(await readdir(join(folder, 'tmp')), []);
      assert.deepEqual(await readdir(join(folder, 'kernel')).catch(() => []), []);
    });
  }
});
