import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isVmError } from 'vmwright';
import { onEveryTarget, sharedVm } from '../support/targets.js';

const withErrno = (errno: string) => (error: unknown) =>
  isVmError(error) && error.code === 'GUEST_FILE_ERROR' && 'errno' in error && error.errno === errno;

onEveryTarget('files', (target) => {
  const vm = sharedVm(target);
  let local = '';
  before(async () => {
    local = await mkdtemp(join(tmpdir(), 'vmwright-files-'));
  });
  after(() => rm(local, { recursive: true, force: true }));

  it('writes and reads bytes and text', async () => {
    const bytes = randomBytes(1_000_000);
    await vm().writeFile('/tmp/bytes', bytes);
    assert.ok(bytes.equals(await vm().readFile('/tmp/bytes')));
    await vm().writeFile('/tmp/text', 'grüße\n', { mode: 0o600 });
    assert.equal(await vm().readFile('/tmp/text', { encoding: 'utf8' }), 'grüße\n');
    const stat = await vm().files.stat('/tmp/text');
    assert.deepEqual([stat.kind, stat.mode, stat.size], ['file', 0o600, 8]);
  });

  it('appends', async () => {
    await vm().writeFile('/tmp/log', 'a');
    await vm().writeFile('/tmp/log', 'b', { append: true });
    assert.equal(String(await vm().readFile('/tmp/log')), 'ab');
  });

  it('reads files of /proc, whose size is 0', async () => {
    assert.match(String(await vm().readFile('/proc/version')), /^Linux version/);
  });

  it('lists, makes, renames and removes', async () => {
    await vm().files.mkdir('/tmp/d/e');
    await vm().writeFile('/tmp/d/f', '');
    const names = (await vm().files.list('/tmp/d')).map(({ name, kind }) => `${name} ${kind}`).sort();
    assert.deepEqual(names, ['e directory', 'f file']);
    await vm().files.rename('/tmp/d', '/tmp/g');
    await vm().files.remove('/tmp/g');
    await assert.rejects(vm().files.stat('/tmp/g'), withErrno('ENOENT'));
  });

  it('copies a tree in and out again unchanged', async () => {
    const tree = join(local, 'tree');
    await mkdir(join(tree, 'sub/empty'), { recursive: true });
    await writeFile(join(tree, 'run.sh'), '#!/bin/sh\necho copied\n', { mode: 0o755 });
    await writeFile(join(tree, 'sub/data'), randomBytes(300_000));
    await symlink('../run.sh', join(tree, 'sub/link'));
    await vm().copyIn(tree, '/tmp/tree');
    assert.equal((await vm().exec('/tmp/tree/sub/link')).stdout, 'copied\n');
    const back = join(local, 'back');
    await vm().copyOut('/tmp/tree', back);
    assert.ok((await readFile(join(back, 'sub/data'))).equals(await readFile(join(tree, 'sub/data'))));
    assert.equal(await readlink(join(back, 'sub/link')), '../run.sh');
    await rm(join(back, 'sub/empty'), { recursive: false }).catch(() => mkdir(join(back, 'missing')));
  });

  it('copies one file in and out', async () => {
    await writeFile(join(local, 'one'), 'single');
    await vm().copyIn(join(local, 'one'), '/tmp/one');
    await vm().copyOut('/tmp/one', join(local, 'two'));
    assert.equal(await readFile(join(local, 'two'), 'utf8'), 'single');
  });

  it('names the errno of what the guest refuses', async () => {
    await assert.rejects(vm().readFile('/no/such'), withErrno('ENOENT'));
    await assert.rejects(vm().readFile('/tmp'), withErrno('EISDIR'));
    await assert.rejects(vm().writeFile('/proc/version', 'x'), isVmError);
  });
});
