import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipBecause } from '../../support/skip.js';

/** The image cache of the tests of one suite is a tmpfs of `size`, as mount(8) takes it; gives its folder. */
export function smallCache(size: string): () => string {
  const saved = process.env.VMWRIGHT_CACHE_DIR;
  let folder = '';

  before('makes a small disk for the cache', async function () {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', folder]);
    if (mounted.status !== 0) skipBecause(this, 'a small tmpfs needs the right to mount');
    process.env.VMWRIGHT_CACHE_DIR = folder;
  });

  after('takes the small disk away', async () => {
    if (saved === undefined) delete process.env.VMWRIGHT_CACHE_DIR;
    else process.env.VMWRIGHT_CACHE_DIR = saved;
    spawnSync('umount', [folder]);
    await rm(folder, { recursive: true, force: true });
  });
  return () => folder;
}
