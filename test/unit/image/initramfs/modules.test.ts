import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runOperation } from '#src/core/operation.js';
import { selectModules } from '#src/image/initramfs/modules.js';
import { moduleFile } from '../kernel/fixtures.js';

describe('selectModules', () => {
  let tree = '';
  beforeEach(async () => {
    tree = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
  });
  afterEach(() => rm(tree, { recursive: true, force: true }));

  const add = async (path: string, name: string, depends: string) => {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), moduleFile({ license: 'GPL', depends, name }));
  };
  const select = () => runOperation('test', {}, (op) => selectModules(op, tree));

  it('puts dependencies first, each module once', async () => {
    await add('drivers/virtio/virtio_pci.ko', 'virtio_pci', 'virtio_ring,virtio');
    await add('drivers/virtio/virtio.ko', 'virtio', 'virtio_ring');
    await add('drivers/virtio/virtio_ring.ko', 'virtio_ring', '');
    await add('drivers/block/virtio_blk.ko', 'virtio_blk', 'virtio,virtio_ring');
    await add('drivers/other.ko', 'other', '');
    const chosen = (await select()).map((module) => `${module.class} ${module.name}`);
    assert.deepEqual(chosen, ['boot virtio_ring', 'boot virtio', 'boot virtio_pci', 'root virtio_blk']);
  });

  it('finds files that spell the name with dashes', async () => {
    await add('char/virtio-rng.ko', 'virtio_rng', '');
    await add('block/xen-blkfront.ko', 'xen_blkfront', '');
    const chosen = (await select()).map((module) => [module.class, module.name, module.file]);
    assert.deepEqual(chosen, [
      ['late', 'virtio_rng', 'char/virtio-rng.ko'],
      ['xen', 'xen_blkfront', 'block/xen-blkfront.ko'],
    ]);
  });

  it('unpacks compressed modules, as Debian 13 has them', async () => {
    await add('virtio_console.ko', 'virtio_console', 'virtio');
    await add('virtio.ko', 'virtio', '');
    execFileSync('xz', [join(tree, 'virtio_console.ko')]);
    execFileSync('zstd', ['-q', '--rm', join(tree, 'virtio.ko')]);
    const chosen = (await select()).map((module) => module.file);
    assert.deepEqual(chosen, ['virtio.ko', 'virtio_console.ko']);
  });

  it('leaves out what the kernel has built in', async () => {
    await mkdir(join(tree, 'kernel'));
    assert.deepEqual(await select(), []);
  });
});
