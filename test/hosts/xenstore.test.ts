import assert from 'node:assert/strict';
import { XENSTORED_SOCKET, Xenstore } from 'vmwright/xen';
import { connectSsh, type SshRunner } from '#src/remote/index.js';
import { Dom0 } from './support/dom0.js';
import { type RealHost, requireHost, runOnHost, sshOptions } from './support/real-host.js';
import { watchRemains } from './support/remains.js';

const ROOT = `/test-${process.pid}`;

describe('xenstore of a real Xen host, over ssh', function () {
  this.timeout(120_000);
  let host: RealHost;
  let runner: SshRunner;
  let store: Xenstore;
  watchRemains(() => host);
  before(async function () {
    host = requireHost(this, 'xen');
    runner = await connectSsh(host.url, sshOptions());
    store = Xenstore.over(await runner.connectUnix(XENSTORED_SOCKET));
  });
  after(async () => {
    await store?.rm(ROOT);
    await store?.close();
    await runner?.close();
  });

  it('has the nodes that xenstore-ls shows', async () => {
    const printed = await runOnHost(host, 'xenstore-ls -f /local/domain/0 && xenstore-ls -f /tool');
    const lines = printed.split('\n').filter((line) => line !== '');
    const ours = new Map([...(await store.tree('/local/domain/0')), ...(await store.tree('/tool'))]);
    assert.ok(lines.length > 10);
    for (const line of lines) {
      const [, path = '', value = ''] = /^(\S+) = "(.*)"$/.exec(line) ?? [];
      if (path.startsWith('/local/domain/0/backend')) continue; // other tests' guests come and go
      assert.equal(ours.get(path), value, path);
    }
  });

  it('shares what it writes with xenstore-read and back', async () => {
    await store.set(`${ROOT}/ours`, 'from here');
    await runOnHost(host, 'xenstore-write "$1/theirs" "from there"', ROOT);
    assert.equal((await runOnHost(host, 'xenstore-read "$1/ours"', ROOT)).trim(), 'from here');
    assert.equal(await store.get(`${ROOT}/theirs`), 'from there');
    assert.deepEqual(await store.list(ROOT), ['ours', 'theirs']);
    await store.rm(`${ROOT}/ours`);
    await assert.rejects(runOnHost(host, 'xenstore-read "$1/ours"', ROOT));
  });

  it('sets permissions as xenstore-ls -p shows them', async () => {
    await store.set(`${ROOT}/p`, '');
    const permissions = { owner: 0, others: 'none', domains: [{ domid: 0, access: 'read' }] } as const;
    await store.setPermissions(`${ROOT}/p`, permissions);
    assert.match(await runOnHost(host, 'xenstore-ls -p "$1"', ROOT), /^p = ""[ .]+\(n0,r0\)$/m);
    assert.deepEqual(await store.getPermissions(`${ROOT}/p`), permissions);
  });

  it('hears of what others write', async () => {
    const watch = await store.watch(`${ROOT}/w`, { signal: AbortSignal.timeout(30_000) });
    assert.equal((await watch.next()).value?.path, `${ROOT}/w`);
    const writing = runOnHost(host, 'xenstore-write "$1/w/a" 1', ROOT);
    assert.equal((await watch.next()).value?.path, `${ROOT}/w/a`);
    await writing;
    await watch.close();
  });

  it('does a transaction again that others were in the way of', async () => {
    let tries = 0;
    await store.transaction(async (transaction) => {
      tries += 1;
      const value = await transaction.get(`${ROOT}/t`);
      if (tries === 1) await runOnHost(host, 'xenstore-write "$1/t" theirs', ROOT);
      await transaction.set(`${ROOT}/t`, `${value ?? 'none'}, ours`);
    });
    assert.equal(await store.get(`${ROOT}/t`), 'theirs, ours');
    assert.equal(tries, 2);
  });

  it('hears of domains that come and go', async () => {
    await using dom0 = await Dom0.open(host);
    const name = `store-${process.pid}`;
    const signal = AbortSignal.timeout(60_000);
    const [come, gone] = await Promise.all([
      store.watch('@introduceDomain', { signal }),
      store.watch('@releaseDomain', { signal }),
    ]);
    await Promise.all([come.next(), gone.next()]);
    const domid = await dom0.createTiny(name, '');
    assert.equal((await come.next()).value?.path, '@introduceDomain');
    assert.equal(await store.domainPath(domid), `/local/domain/${domid}`);
    assert.equal(await store.isIntroduced(domid), true);
    assert.equal(await store.get(`/local/domain/${domid}/name`), name);
    await dom0.destroy(name);
    assert.equal((await gone.next()).value?.path, '@releaseDomain');
    assert.equal(await store.isIntroduced(domid), false);
    await Promise.all([come.close(), gone.close()]);
  });

  it('fails when the connection to the host is closed', async () => {
    const other = await connectSsh(host.url, sshOptions());
    const lost = Xenstore.over(await other.connectUnix(XENSTORED_SOCKET));
    const watch = await lost.watch(ROOT);
    await watch.next();
    const failed = assert.rejects(watch.next());
    await other.close();
    await failed;
    await assert.rejects(lost.get(ROOT));
    await lost.close();
  });
});

describe('xenstore client in dom0', function () {
  this.timeout(120_000);

  it('finds the daemon, and the example shows the domains', async function () {
    await using dom0 = await Dom0.open(requireHost(this, 'xen'));
    const name = await dom0.run(async (api) => {
      const store = await api.Xenstore.open();
      const value = await store.get('/local/domain/0/name');
      await store.close();
      return value;
    });
    assert.equal(name, 'Domain-0');
    const printed = await dom0.script('cd "$1" && node build/js/examples/xen-domains.js', dom0.folder);
    assert.match(printed, /^Xen 4\.\d+/);
    assert.match(printed, /^ +0 Domain-0 +\d+ MiB +\d+(\.\d+)? s/m);
  });
});
