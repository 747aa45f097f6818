import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { XENSTORED_SOCKET, Xenstore, XenstoreError, type XenstoreWatch } from 'vmwright/xen';
import { connectSsh, type SshRunner } from '#src/remote/index.js';
import { requireHost, sshOptions } from './support/real-host.js';

const ROOT = `/test-client-${process.pid}`;

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

describe("xenstore client with a Xen host's own xenstored, over ssh", function () {
  this.timeout(120_000);
  let runner: SshRunner;
  let store: Xenstore;
  const openStore = async () => Xenstore.over(await runner.connectUnix(XENSTORED_SOCKET));
  before(async function () {
    runner = await connectSsh(requireHost(this, 'xen').url, sshOptions());
  });
  after(() => runner?.close());
  beforeEach(async () => {
    store = await openStore();
  });
  afterEach(async () => {
    await store.rm(ROOT);
    await store.close();
  });

  it('writes, reads, lists and removes nodes', async () => {
    await store.set(`${ROOT}/a/b`, 'äöü');
    await store.mkdir(`${ROOT}/a/c`);
    assert.equal(await store.get(`${ROOT}/a/b`), 'äöü');
    assert.equal(await store.get(`${ROOT}/a/c`), '');
    assert.deepEqual(await store.list(`${ROOT}/a`), ['b', 'c']);
    assert.deepEqual(await store.list(`${ROOT}/a/c`), []);
    await store.mkdir(`${ROOT}/a/b`);
    assert.equal(await store.get(`${ROOT}/a/b`), 'äöü', 'mkdir leaves what there is');
    await store.rm(`${ROOT}/a`);
    assert.equal(await store.exists(`${ROOT}/a`), false);
    assert.equal(await store.exists(`${ROOT}`), true);
  });

  it('keeps bytes as they are', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await store.set(`${ROOT}/bytes`, bytes);
    assert.deepEqual(new Uint8Array((await store.getBytes(`${ROOT}/bytes`)) ?? []), bytes);
  });

  it('has nothing where no node is', async () => {
    assert.equal(await store.get(`${ROOT}/none`), undefined);
    assert.deepEqual(await store.list(`${ROOT}/none`), []);
    await store.rm(`${ROOT}/none/below`);
    assert.equal((await store.tree(`${ROOT}/none`)).size, 0);
  });

  it('tells why the daemon refuses', async () => {
    await assert.rejects(store.set(`${ROOT}/not valid!`, 'x'), (error) => {
      assert.ok(error instanceof XenstoreError);
      assert.deepEqual(
        [error.code, error.xenstoreCode, error.errno, error.call],
        ['XENSTORE_ERROR', 'EINVAL', 'EINVAL', 'WRITE'],
      );
      assert.match(
        error.message,
        /^xenstore WRITE \/test-client-\d+\/not valid!: EINVAL \(the path or value is not valid\)$/,
      );
      return true;
    });
    await assert.rejects(store.getPermissions(`${ROOT}/none`), { xenstoreCode: 'ENOENT' });
  });

  it('keeps the largest value, and refuses a larger one without losing the connection', async () => {
    const path = `${ROOT}/large`;
    const room = 4096 - path.length - 1;
    await store.set(path, 'x'.repeat(room)).catch((error: unknown) => {
      // The daemon's own quota of a node may be less than what fits into a message.
      assert.ok(
        error instanceof XenstoreError && ['ENOSPC', 'E2BIG'].includes(error.xenstoreCode),
        String(error),
      );
    });
    await assert.rejects(store.set(path, 'x'.repeat(room + 1)), { code: 'OPTION_INVALID' });
    await store.set(path, 'small');
    assert.equal(await store.get(path), 'small');
  });

  it('lists more children than fit into a message', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `${'n'.repeat(30)}${1000 + index}`);
    await Promise.all(names.map((name) => store.set(`${ROOT}/many/${name}`, '')));
    assert.deepEqual(await store.list(`${ROOT}/many`), names);
  });

  it('gives a tree with the parents first', async () => {
    await store.set(`${ROOT}/t`, '0');
    await store.set(`${ROOT}/t/a/x`, '1');
    await store.set(`${ROOT}/t/b`, '2');
    assert.deepEqual(
      [...(await store.tree(`${ROOT}/t`))],
      [
        [`${ROOT}/t`, '0'],
        [`${ROOT}/t/a`, ''],
        [`${ROOT}/t/a/x`, '1'],
        [`${ROOT}/t/b`, '2'],
      ],
    );
  });

  it('sets and gets permissions', async () => {
    await store.set(`${ROOT}/p`, '');
    const permissions = { owner: 0, others: 'none', domains: [{ domid: 0, access: 'read' }] } as const;
    await store.setPermissions(`${ROOT}/p`, permissions);
    assert.deepEqual(await store.getPermissions(`${ROOT}/p`), permissions);
  });

  it('knows the folder of a domain', async () => {
    assert.equal(await store.domainPath(5), '/local/domain/5');
    assert.equal(await store.isIntroduced(5), false);
  });

  it('carries many calls at a time', async () => {
    const all = Array.from({ length: 500 }, async (_, index) => {
      await store.set(`${ROOT}/n${index}`, String(index));
      return store.get(`${ROOT}/n${index}`);
    });
    assert.deepEqual(
      await Promise.all(all),
      Array.from({ length: 500 }, (_, index) => String(index)),
    );
  });

  describe('watch', () => {
    it('tells of changes at and below its path', async () => {
      const watch = await store.watch(`${ROOT}/w`);
      assert.deepEqual(await paths(watch, 1), [`${ROOT}/w`], 'the first comes at once');
      await store.set(`${ROOT}/w/a`, '1');
      await store.set(`${ROOT}/beside`, '1');
      await store.rm(`${ROOT}/w`);
      assert.deepEqual(await paths(watch, 2), [`${ROOT}/w/a`, `${ROOT}/w`]);
      await watch.close();
    });

    it('ends by break, and hears no more', async () => {
      const seen: string[] = [];
      const watch = await store.watch(`${ROOT}/w`);
      for await (const { path } of watch) {
        seen.push(path);
        if (seen.length === 2) break;
        await store.set(`${ROOT}/w/a`, '1');
      }
      await store.set(`${ROOT}/w/b`, '1');
      assert.equal((await watch.next()).done, true);
      assert.deepEqual(seen, [`${ROOT}/w`, `${ROOT}/w/a`]);
    });

    it('ends by its signal without an error', async () => {
      const controller = new AbortController();
      const watch = await store.watch(`${ROOT}/w`, { signal: controller.signal });
      setTimeout(() => controller.abort(), 20);
      const seen: string[] = [];
      for await (const { path } of watch) seen.push(path);
      assert.deepEqual(seen, [`${ROOT}/w`]);
      await assert.rejects(store.watch(`${ROOT}/w`, { signal: controller.signal }), { code: 'ABORTED' });
    });

    it('is one of many on the same path', async () => {
      const watches = await Promise.all([1, 2, 3].map(() => store.watch(`${ROOT}/w`)));
      await Promise.all(watches.map((watch) => paths(watch, 1)));
      await watches[0]?.close();
      await store.set(`${ROOT}/w`, '1');
      assert.deepEqual(await Promise.all(watches.slice(1).map((watch) => paths(watch, 1))), [
        [`${ROOT}/w`],
        [`${ROOT}/w`],
      ]);
    });

    it('is refused on a path that is none', () =>
      assert.rejects(store.watch(`${ROOT}/not valid!`), { xenstoreCode: 'EINVAL' }));
  });

  describe('transaction', () => {
    it('makes all changes at its end, and none when its function throws', async () => {
      const result = await store.transaction(async (transaction) => {
        await transaction.set(`${ROOT}/x`, '1');
        await transaction.set(`${ROOT}/y`, '2');
        assert.equal(await store.get(`${ROOT}/x`), undefined);
        return transaction.get(`${ROOT}/x`);
      });
      assert.equal(result, '1');
      assert.equal(await store.get(`${ROOT}/y`), '2');
      const failed = store.transaction(async (transaction) => {
        await transaction.set(`${ROOT}/x`, 'never');
        throw new Error('on purpose');
      });
      await assert.rejects(failed, /on purpose/);
      assert.equal(await store.get(`${ROOT}/x`), '1');
    });

    it('is done again when others were in its way: no count is lost', async () => {
      const others = await Promise.all([1, 2].map(() => openStore()));
      const count = (who: Xenstore) =>
        who.transaction(async (transaction) => {
          const now = Number((await transaction.get(`${ROOT}/count`)) ?? 0);
          await sleep(1);
          await transaction.set(`${ROOT}/count`, String(now + 1));
        });
      const counting = others.map(async (who) => {
        for (let i = 0; i < 20; i += 1) await count(who);
      });
      await Promise.all(counting);
      assert.equal(await store.get(`${ROOT}/count`), '40');
      await Promise.all(others.map((who) => who.close()));
    });

    it('gives up after its retries', async () => {
      let tries = 0;
      const spoiled = store.transaction(
        async (transaction) => {
          tries += 1;
          await transaction.get(`${ROOT}/s`);
          await store.set(`${ROOT}/s`, String(tries));
          await transaction.set(`${ROOT}/s`, 'ours');
        },
        { retries: 2 },
      );
      await assert.rejects(spoiled, { code: 'XENSTORE_ERROR', errno: 'EAGAIN' });
      assert.equal(tries, 3);
      assert.equal(await store.get(`${ROOT}/s`), '3');
    });

    it('leaves nothing behind when it is aborted, and is of no use afterwards', async () => {
      let late: Promise<void> | undefined;
      const aborted = store.transaction(
        async (transaction) => {
          late = sleep(60).then(() => transaction.set(`${ROOT}/late`, ''));
          await late;
        },
        { timeout: 20 },
      );
      await assert.rejects(aborted, { code: 'TIMEOUT' });
      await assert.rejects(late ?? Promise.resolve(), { code: 'VM_STATE' });
      assert.equal(await store.exists(`${ROOT}/late`), false);
    });
  });
});
