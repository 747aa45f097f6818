import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveImage } from '#src/image/index.js';
import { smallCache } from './support/small-cache.js';

describe('building base on a full disk', function () {
  this.timeout(60_000);
  const folder = smallCache('1m');

  // the .deb has 26 MB, unpacked it has 110 MB
  for (const [size, phase] of [
    ['8m', 'before the kernel is downloaded'],
    ['60m', 'while it is unpacked'],
  ] as const) {
    it(`says so ${phase}, at once, and leaves nothing`, async () => {
      execFileSync('mount', ['-o', `remount,size=${size}`, folder()]);
      let progress = performance.now();
      const onProgress = () => {
        progress = performance.now();
      };
      await assert.rejects(resolveImage('base', { onProgress }), {
        code: 'DISK_FULL',
        remedy: /VMWRIGHT_CACHE_DIR/,
      });
      assert.ok(performance.now() - progress < 4000, 'it took too long');
      assert.deepEqual(await readdir(join(folder(), 'tmp')), []);
      assert.deepEqual(await readdir(join(folder(), 'kernel')).catch(() => []), []);
    });
  }
});
