import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { MAGIC_HELLO } from '#src/guest/wire.js';
import { skipBecause } from '../../support/skip.js';
import { type Fixture, openFixture, shell } from './real-agent.js';

describe('files in the guest (real agent)', () => {
  let f: Fixture;
  let at: (name: string) => string;
  before(async function () {
    if (process.platform !== 'linux') skipBecause(this, 'the agent runs on Linux');
    f = await openFixture();
    at = (name) => join(f.dir, name);
  });
  after(() => f?.close());

  it('writes and reads back any bytes, the magic of HELLO included', async () => {
    const data = Buffer.concat([randomBytes(300_000), MAGIC_HELLO, randomBytes(24), MAGIC_HELLO]);
    await f.client.writeFile(at('bytes'), data);
    assert.ok(readFileSync(at('bytes')).equals(data));
    assert.ok((await f.client.readFile(at('bytes'))).equals(data));
    assert.ok(
      (await f.client.readFile(at('bytes'), { offset: 1000, length: 50 })).equals(data.subarray(1000, 1050)),
    );
    await f.client.writeFile(at('empty'), '');
    assert.equal((await f.client.readFile(at('empty'))).length, 0);
  });

  it('sets the mode, appends, refuses to overwrite when asked', async () => {
    await f.client.writeFile(at('m'), 'a', { mode: 0o4711 });
    assert.equal(statSync(at('m')).mode & 0o7777, 0o4711);
    await f.client.writeFile(at('m'), 'b', { append: true });
    assert.equal(readFileSync(at('m'), 'utf8'), 'ab');
    await assert.rejects(f.client.writeFile(at('m'), 'c', { exclusive: true }), {
      code: 'GUEST_FILE_ERROR',
      errno: 'EEXIST',
    });
  });

  it('replaces atomically: nothing changes when the source fails', async () => {
    await f.client.writeFile(at('conf'), 'old', { mode: 0o640 });
    async function* failing() {
      yield Buffer.from('half');
      throw new Error('source broke');
    }
    await assert.rejects(
      f.client.writeFile(at('conf'), Readable.from(failing()), { atomic: true }),
      /source broke/,
    );
    for (let i = 0; i < 100 && readdirSync(f.dir).some((name) => name.includes('.vmwright-')); i += 1)
      await f.client.ping();
    assert.equal(readFileSync(at('conf'), 'utf8'), 'old');
    assert.deepEqual(
      readdirSync(f.dir).filter((name) => name.includes('.vmwright-')),
      [],
    );
    await f.client.writeFile(at('conf'), 'new', { atomic: true });
    assert.equal(readFileSync(at('conf'), 'utf8'), 'new');
    assert.equal(statSync(at('conf')).mode & 0o777, 0o640);
  });

  it('reads files without a size', async () => {
    assert.match((await f.client.readFile('/proc/version')).toString(), /^Linux/);
    await assert.rejects(f.client.readFile('/dev/zero', { maxBytes: 1_000_000 }), { errno: 'EFBIG' });
  });

  it('stops reading a fifo that nobody writes on abort', async () => {
    await f.client.spawn({ command: 'mkfifo', args: [at('fifo')], env: {} }).exited;
    await assert.rejects(f.client.readFile(at('fifo'), { timeout: 100 }), { code: 'TIMEOUT' });
    assert.equal((await f.client.stat(at('fifo'))).kind, 'fifo');
    assert.ok((await f.client.ping()) < 1000);
  });

  it('ends the worker of a stream that is dropped, read or not', async () => {
    const readers = async () => (await shell(f.client, 'pgrep -c -P $PPID')).stdout.trim();
    const before = await readers();
    const unread = f.client.createReadStream('/dev/zero');
    const read = f.client.createReadStream('/dev/zero');
    await once(read, 'readable');
    unread.destroy();
    read.destroy();
    for (let i = 0; i < 100 && (await readers()) !== before; i += 1) await f.client.ping();
    assert.equal(await readers(), before);
  });

  it('gives the errno of each failure', async () => {
    const c = f.client;
    await assert.rejects(c.readFile('/no/such'), { code: 'GUEST_FILE_ERROR', errno: 'ENOENT' });
    await assert.rejects(c.readFile('/'), { errno: 'EISDIR' });
    await assert.rejects(c.writeFile('/no/such', Buffer.alloc(3_000_000)), { errno: 'ENOENT' });
    await assert.rejects(c.writeFile('/dev/full', 'x'), { errno: 'ENOSPC' });
    await assert.rejects(c.list('/etc/passwd'), { errno: 'ENOTDIR' });
    await assert.rejects(c.mkdir('/etc/passwd/x'), { errno: 'ENOTDIR' });
    await assert.rejects(c.rename(at('no'), at('no2')), { errno: 'ENOENT' });
    await assert.rejects(c.remove(at('no')), { errno: 'ENOENT' });
    await c.remove(at('no'), { force: true });
  });

  it('makes, lists, renames and removes trees', async () => {
    await f.client.mkdir(at('d/e/f'));
    await f.client.mkdir(at('d/e/f'));
    await assert.rejects(f.client.mkdir(at('d/e'), { recursive: false }), { errno: 'EEXIST' });
    symlinkSync('f', at('d/e/link'));
    assert.deepEqual(await f.client.list(at('d/e')), [
      { name: 'f', kind: 'directory' },
      { name: 'link', kind: 'symlink' },
    ]);
    assert.equal((await f.client.stat(at('d/e/link'))).kind, 'directory');
    assert.equal((await f.client.lstat(at('d/e/link'))).kind, 'symlink');
    await f.client.rename(at('d'), at('g'));
    await assert.rejects(f.client.remove(at('g'), { recursive: false }), { errno: 'ENOTEMPTY' });
    await f.client.remove(at('g'));
    assert.ok(!existsSync(at('g')));
  });

  it('copies trees in and out unchanged, with progress', async () => {
    mkdirSync(at('src/sub/empty'), { recursive: true });
    writeFileSync(at('src/big'), randomBytes(3_000_000));
    writeFileSync(at('src/sub/run.sh'), 'echo hi', { mode: 0o755 });
    symlinkSync('../big', at('src/sub/link'));
    chmodSync(at('src/sub'), 0o500);
    const events: (number | undefined)[] = [];
    const counts = await f.client.copyIn(at('src'), at('new/parent/in'), {
      onProgress: (event) => events.push(event.completed),
    });
    assert.deepEqual([counts.files, counts.directories, counts.symlinks, counts.bytes], [2, 3, 1, 3_000_007]);
    assert.equal(events.at(-1), 3_000_007);
    await f.client.copyOut(at('new/parent/in'), at('out'));
    for (const copy of ['new/parent/in', 'out']) {
      assert.ok(readFileSync(at(`${copy}/big`)).equals(readFileSync(at('src/big'))));
      assert.equal(statSync(at(`${copy}/sub/run.sh`)).mode & 0o777, 0o755);
      assert.equal(statSync(at(`${copy}/sub`)).mode & 0o777, 0o500);
      assert.equal(
        Math.trunc(statSync(at(`${copy}/big`)).mtimeMs),
        Math.trunc(statSync(at('src/big')).mtimeMs),
      );
      assert.deepEqual(readdirSync(at(`${copy}/sub`)).sort(), ['empty', 'link', 'run.sh']);
    }
  });

  it('copies a single file and reports what it left out', async () => {
    writeFileSync(at('one'), 'one');
    await f.client.copyIn(at('one'), at('two'));
    await f.client.copyOut(at('two'), at('three'));
    assert.equal(readFileSync(at('three'), 'utf8'), 'one');
    const server = createServer().listen(at('sock-dir-socket'));
    await once(server, 'listening');
    await f.client.mkdir(at('sock-dir'));
    await f.client.rename(at('sock-dir-socket'), at('sock-dir/s'));
    const { skipped } = await f.client.copyOut(at('sock-dir'), at('sock-copy'));
    assert.deepEqual(skipped, [{ path: 's', reason: 'not a file, directory or symbolic link' }]);
    server.close();
    await assert.rejects(f.client.copyIn(at('no'), at('x')), { code: 'GUEST_FILE_ERROR', errno: 'ENOENT' });
    await assert.rejects(f.client.copyOut(at('no'), at('x')), { code: 'GUEST_FILE_ERROR', errno: 'ENOENT' });
    await assert.rejects(f.client.copyOut(at('one'), '/no/such/dir/x'), {
      code: 'GUEST_FILE_ERROR',
      errno: 'ENOENT',
    });
  });

  it('aborts a copy on both sides', async () => {
    const abort = new AbortController();
    writeFileSync(at('huge'), Buffer.alloc(64 << 20));
    const copy = f.client.copyIn(at('huge'), at('huge-copy'), {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await assert.rejects(copy, { code: 'ABORTED' });
    assert.ok(statSync(at('huge-copy')).size < 64 << 20);
  });
});
