import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Xenstore, XenstoreError, type XenstoreWatch } from 'vmwright/xen';
import { fdCount } from '../support/leaks.js';
import { Xenstored } from './support/xenstored.js';

/** Paths of the next events. */
async function paths(watch: XenstoreWatch, count: number): Promise<string[]> {
  const found: string[] = [];
  while (found.length < count) {
    const { value, done } = await watch.next();
    if (done === true) break;
    found.push(value.path);
  }
  return found;
}

describe("xenstore client with Xen's own xenstored", () => {
  let daemon: Xenstored;
  let store: Xenstore;
  before(async function () {
    this.timeout(10_000);
    daemon = await Xenstored.start(this);
  });
  after(() => daemon?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    store = await Xenstore.open({ path: daemon.socket });
  });
  afterEach(async () => {
    await store.rm('/test');
    await store.close();
  });

  it('writes, reads, lists and removes nodes', async () => {
    await store.set('/test/a/b', 'äöü');
    await store.mkdir('/test/a/c');
    assert.equal(await store.get('/test/a/b'), 'äöü');
    assert.equal(await store.get('/test/a/c'), '');
    assert.deepEqual(await store.list('/test/a'), ['b', 'c']);
    assert.deepEqual(await store.list('/test/a/c'), []);
    await store.mkdir('/test/a/b');
    assert.equal(await store.get('/test/a/b'), 'äöü', 'mkdir leaves what there is');
    await store.rm('/test/a');
    assert.equal(await store.exists('/test/a'), false);
    assert.equal(await store.exists('/test'), true);
  });

  it('keeps bytes as they are', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await store.set('/test/bytes', bytes);
    assert.deepEqual(new Uint8Array((await store.getBytes('/test/bytes')) ?? []), bytes);
  });

  it('has nothing where no node is', async () => {
    assert.equal(await store.get('/test/none'), undefined);
    assert.deepEqual(await store.list('/test/none'), []);
    await store.rm('/test/none/below');
    assert.equal((await store.tree('/test/none')).size, 0);
  });

  it('tells why the daemon refuses', async () => {
    await assert.rejects(store.set('/test/not valid!', 'x'), (error) => {
      assert.ok(error instanceof XenstoreError);
      assert.deepEqual(
        [error.code, error.xenstoreCode, error.errno, error.call],
        ['XENSTORE_ERROR', 'EINVAL', 'EINVAL', 'WRITE'],
      );
      assert.match(
        error.message,
        /^xenstore WRITE \/test\/not valid!: EINVAL \(the path or value is not valid\)$/,
      );
      return true;
    });
    await assert.rejects(store.getPermissions('/test/none'), { xenstoreCode: 'ENOENT' });
  });

  it('keeps the largest value, and refuses a larger one without losing the connection', async () => {
    const path = '/test/large';
    const room = 4096 - path.length - 1;
    await store.set(path, 'x'.repeat(room)).catch((error: unknown) => {
      // The daemon's own quota of a node may be less than what fits into a message.
      assert.ok(error instanceof XenstoreError && error.xenstoreCode === 'ENOSPC', String(error));
    });
    await assert.rejects(store.set(path, 'x'.repeat(room + 1)), { code: 'OPTION_INVALID' });
    await store.set(path, 'small');
    assert.equal(await store.get(path), 'small');
  });

  it('lists more children than fit into a message', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `${'n'.repeat(30)}${1000 + index}`);
    await Promise.all(names.map((name) => store.set(`/test/many/${name}`, '')));
    assert.deepEqual(await store.list('/test/many'), names);
  });

  it('gives a tree with the parents first', async () => {
    await store.set('/test/t', '0');
    await store.set('/test/t/a/x', '1');
    await store.set('/test/t/b', '2');
    assert.deepEqual(
      [...(await store.tree('/test/t'))],
      [
        ['/test/t', '0'],
        ['/test/t/a', ''],
        ['/test/t/a/x', '1'],
        ['/test/t/b', '2'],
      ],
    );
  });

  it('sets and gets permissions', async () => {
    await store.set('/test/p', '');
    const permissions = { owner: 0, others: 'none', domains: [{ domid: 0, access: 'read' }] } as const;
    await store.setPermissions('/test/p', permissions);
    assert.deepEqual(await store.getPermissions('/test/p'), permissions);
  });

  it('knows the folder of a domain', async () => {
    assert.equal(await store.domainPath(5), '/local/domain/5');
    assert.equal(await store.isIntroduced(5), false);
  });

  it('carries many calls at a time', async () => {
    const all = Array.from({ length: 500 }, async (_, index) => {
      await store.set(`/test/n${index}`, String(index));
      return store.get(`/test/n${index}`);
    });
    assert.deepEqual(
      await Promise.all(all),
      Array.from({ length: 500 }, (_, index) => String(index)),
    );
  });

  it('rejects at once when nobody listens', async () => {
    await assert.rejects(Xenstore.open({ path: `${daemon.socket}-not` }), {
      code: 'ENGINE_UNAVAILABLE',
      errno: 'ENOENT',
      message: /there is no such socket/,
    });
  });

  it('leaves no descriptor open', async () => {
    const before = fdCount();
    for (let i = 0; i < 20; i += 1) {
      const other = await Xenstore.open({ path: daemon.socket });
      await other.watch('/test');
      await other.close();
    }
    await Xenstore.open({ path: `${daemon.socket}-not` }).catch(() => {});
    assert.equal(fdCount(), before);
  });

  describe('watch', () => {
    it('tells of changes at and below its path', async () => {
      const watch = await store.watch('/test/w');
      assert.deepEqual(await paths(watch, 1), ['/test/w'], 'the first comes at once');
      await store.set('/test/w/a', '1');
      await store.set('/test/beside', '1');
      await store.rm('/test/w');
      assert.deepEqual(await paths(watch, 2), ['/test/w/a', '/test/w']);
      await watch.close();
    });

    it('ends by break, and hears no more', async () => {
      const seen: string[] = [];
      const watch = await store.watch('/test/w');
      for await (const { path } of watch) {
        seen.push(path);
        if (seen.length === 2) break;
        await store.set('/test/w/a', '1');
      }
      await store.set('/test/w/b', '1');
      assert.equal((await watch.next()).done, true);
      assert.deepEqual(seen, ['/test/w', '/test/w/a']);
    });

    it('ends by its signal without an error', async () => {
      const controller = new AbortController();
      const watch = await store.watch('/test/w', { signal: controller.signal });
      setTimeout(() => controller.abort(), 20);
      const seen: string[] = [];
      for await (const { path } of watch) seen.push(path);
      assert.deepEqual(seen, ['/test/w']);
      await assert.rejects(store.watch('/test/w', { signal: controller.signal }), { code: 'ABORTED' });
    });

    it('is one of many on the same path', async () => {
      const watches = await Promise.all([1, 2, 3].map(() => store.watch('/test/w')));
      await Promise.all(watches.map((watch) => paths(watch, 1)));
      await watches[0]?.close();
      await store.set('/test/w', '1');
      assert.deepEqual(await Promise.all(watches.slice(1).map((watch) => paths(watch, 1))), [
        ['/test/w'],
        ['/test/w'],
      ]);
    });

    it('is refused on a path that is none', () =>
      assert.rejects(store.watch('/test/not valid!'), { xenstoreCode: 'EINVAL' }));
  });

  describe('transaction', () => {
    it('makes all changes at its end, and none when its function throws', async () => {
      const result = await store.transaction(async (transaction) => {
        await transaction.set('/test/x', '1');
        await transaction.set('/test/y', '2');
        assert.equal(await store.get('/test/x'), undefined);
        return transaction.get('/test/x');
      });
      assert.equal(result, '1');
      assert.equal(await store.get('/test/y'), '2');
      const failed = store.transaction(async (transaction) => {
        await transaction.set('/test/x', 'never');
        throw new Error('on purpose');
      });
      await assert.rejects(failed, /on purpose/);
      assert.equal(await store.get('/test/x'), '1');
    });

    it('is done again when others were in its way: no count is lost', async () => {
      const others = await Promise.all([1, 2].map(() => Xenstore.open({ path: daemon.socket })));
      const count = (who: Xenstore) =>
        who.transaction(async (transaction) => {
          const now = Number((await transaction.get('/test/count')) ?? 0);
          await sleep(1);
          await transaction.set('/test/count', String(now + 1));
        });
      const counting = others.map(async (who) => {
        for (let i = 0; i < 20; i += 1) await count(who);
      });
      await Promise.all(counting);
      assert.equal(await store.get('/test/count'), '40');
      await Promise.all(others.map((who) => who.close()));
    });

    it('gives up after its retries', async () => {
      let tries = 0;
      const spoiled = store.transaction(
        async (transaction) => {
          tries += 1;
          await transaction.get('/test/s');
          await store.set('/test/s', String(tries));
          await transaction.set('/test/s', 'ours');
        },
        { retries: 2 },
      );
      await assert.rejects(spoiled, { code: 'XENSTORE_ERROR', errno: 'EAGAIN' });
      assert.equal(tries, 3);
      assert.equal(await store.get('/test/s'), '3');
    });

    it('leaves nothing behind when it is aborted, and is of no use afterwards', async () => {
      let late: Promise<void> | undefined;
      const aborted = store.transaction(
        async (transaction) => {
          late = sleep(60).then(() => transaction.set('/test/late', ''));
          await late;
        },
        { timeout: 20 },
      );
      await assert.rejects(aborted, { code: 'TIMEOUT' });
      await assert.rejects(late ?? Promise.resolve(), { code: 'VM_STATE' });
      assert.equal(await store.exists('/test/late'), false);
    });
  });
});

describe('xenstore client whose xenstored dies', () => {
  it('ends calls, watches and transactions', async function () {
    this.timeout(10_000);
    const daemon = await Xenstored.start(this);
    try {
      const store = await Xenstore.open({ path: daemon.socket });
      const watch = await store.watch('/w');
      await watch.next();
      daemon.signal('SIGSTOP');
      const broke = { code: 'XENSTORE_ERROR', message: /^the xenstore connection broke: / };
      const failed = [
        assert.rejects(store.get('/a'), broke),
        assert.rejects(watch.next(), broke),
        assert.rejects(
          store.transaction(async () => {}),
          broke,
        ),
      ];
      daemon.signal('SIGKILL');
      await Promise.all(failed);
      await store.close();
    } finally {
      await daemon[Symbol.asyncDispose]();
    }
  });
});
