import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOperation } from '#src/core/operation.js';
import { collectGarbage } from '#src/image/store/garbage.js';
import { writeName } from '#src/image/store/names.js';
import { asRecord, type EntryKind, ImageStore } from '#src/image/store/store.js';

describe('collectGarbage', () => {
  let folder = '';
  let store = new ImageStore('/nonexistent');
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
    store = new ImageStore(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const add = (kind: EntryKind, key: string, manifest: object = {}) =>
    runOperation('test', {}, (op) => store.ensure(op, kind, key, asRecord, async () => ({ ...manifest })));
  const age = async (kind: EntryKind, key: string, days: number) => {
    const then = new Date(Date.now() - days * 86_400_000);
    await utimes(join(store.path(kind, key), 'manifest.json'), then, then);
  };
  const collect = (unusedFor?: number) =>
    runOperation('test', {}, (op) => collectGarbage(op, store, 'base', unusedFor));
  const keys = async (kind: EntryKind) => (await store.list(kind)).map(({ key }) => key).sort();

  it('keeps what names refer to, and the initramfs of their kernels', async () => {
    await Promise.all([add('kernel', 'k1'), add('kernel', 'k2'), add('busybox', 'b1')]);
    await add('initramfs', 'i1', { kernel: 'k1' });
    await add('initramfs', 'i2', { kernel: 'k2' });
    await writeName(store, 'base', { recipe: 'r', kernel: 'k1', busybox: 'b1' });
    await collect(0);
    assert.deepEqual(await keys('kernel'), ['k1']);
    assert.deepEqual(await keys('busybox'), ['b1']);
    assert.deepEqual(await keys('initramfs'), ['i1']);
  });

  it('leaves recent entries to the programs that may be starting from them', async () => {
    await add('kernel', 'new');
    await add('kernel', 'old');
    await age('kernel', 'old', 8);
    await collect();
    assert.deepEqual(await keys('kernel'), ['new']);
  });

  it('removes nothing while another image is being built', async () => {
    await add('kernel', 'k1');
    await runOperation('test', {}, async (op) => {
      const lock = await store.lock(op, 'name-debian:12');
      await collect(0);
      await lock.release();
    });
    assert.deepEqual(await keys('kernel'), ['k1']);
    await collect(0);
    assert.deepEqual(await keys('kernel'), []);
  });
});
