import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { isVmError, type VmError } from '#src/core/errors.js';
import type { ProgressEvent } from '#src/core/progress.js';
import { connectSsh, type SshRunner } from '#src/remote/index.js';
import { eventually } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { noSshd, Sshd } from './support/sshd.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;

describe('uploading over ssh', function () {
  this.timeout(30_000);
  let sshd: Sshd;
  let runner: SshRunner;
  before(async function () {
    const missing = noSshd();
    if (missing !== undefined) skipBecause(this, missing);
    sshd = await Sshd.start();
    runner = await connectSsh(sshd.url, sshd.options());
  });
  after(async () => {
    await runner?.close();
    await sshd?.stop();
  });

  const file = (name: string, content: Uint8Array) => {
    const path = sshd.path(name);
    writeFileSync(path, content);
    return { path, sha256: createHash('sha256').update(content).digest('hex') };
  };
  const staged = () => readdirSync(sshd.path('cache', 'files')).filter((name) => !name.startsWith('.'));

  it('names a file by its content, sends it once and keeps its mode', async () => {
    const { path, sha256 } = file('some disk.img', randomBytes(3_000_000));
    execFileSync('chmod', ['755', path]);
    const on = await runner.files.stage(path);
    assert.equal(on, sshd.path('cache', 'files', `${sha256}-some_disk.img`));
    assert.ok(readFileSync(on).equals(readFileSync(path)));
    assert.equal(statSync(on).mode & 0o777, 0o755);
    const { ino } = statSync(on);
    assert.equal(await runner.files.stage(path), on);
    assert.equal(statSync(on).ino, ino);
  });

  it('tells progress up to the end', async () => {
    const { path } = file('progress', randomBytes(20_000_000));
    const events: ProgressEvent[] = [];
    await runner.files.stage(path, { progress: (event) => events.push(event) });
    const last = events.at(-1);
    assert.deepEqual(
      [last?.completed, last?.total, last?.done, last?.step],
      [20_000_000, 20_000_000, true, 'upload'],
    );
    const completed = events.map((event) => event.completed ?? 0);
    assert.deepEqual(
      completed,
      [...completed].sort((a, b) => a - b),
    );
  });

  it('sends the same file once when asked many times at once', async () => {
    const { path } = file('concurrent', randomBytes(10_000_000));
    const other = await connectSsh(sshd.url, sshd.options());
    let uploads = 0;
    const progress = ({ done }: ProgressEvent) => {
      if (done === true) uploads += 1;
    };
    const all = await Promise.all(
      [runner, other, runner, other, runner].map((each) => each.files.stage(path, { progress })),
    );
    await other.close();
    assert.equal(new Set(all).size, 1);
    assert.equal(uploads, 1);
  });

  it('leaves holes where there are zeros', async () => {
    const { path } = file('sparse', randomBytes(2_000_000));
    truncateSync(path, 200_000_000);
    const on = await runner.files.stage(path);
    assert.ok(statSync(on).blocks * 512 < 4_000_000);
    assert.equal(statSync(on).size, 200_000_000);
    const { path: moved } = file(
      'sparse',
      Buffer.concat([Buffer.alloc(2_000_000), readFileSync(path).subarray(0, 2_000_000)]),
    );
    truncateSync(moved, 200_000_000);
    const there = await runner.files.stage(moved);
    assert.notEqual(there, on);
    assert.ok(readFileSync(there).equals(readFileSync(moved)));
  });

  it('takes an empty file', async () => {
    const { path } = file('empty', new Uint8Array());
    assert.equal(statSync(await runner.files.stage(path)).size, 0);
  });

  it('refuses a file that changes while it is sent, and leaves nothing', async () => {
    const { path, sha256 } = file('changing', randomBytes(60_000_000));
    const other = openSync(path, 'r+');
    const progress = () => void writeSync(other, 'changed', 59_000_000);
    await assert.rejects(runner.files.stage(path, { progress }), withCode('IMAGE_DIGEST_MISMATCH'));
    closeSync(other);
    assert.deepEqual(
      staged().filter((name) => name.startsWith(sha256)),
      [],
    );
  });

  it('stops on abort and leaves nothing', async () => {
    const { path, sha256 } = file('aborted', randomBytes(60_000_000));
    const abort = new AbortController();
    const progress = ({ completed = 0 }: ProgressEvent) => {
      if (completed > 1_000_000) abort.abort();
    };
    await assert.rejects(runner.files.stage(path, { signal: abort.signal, progress }), withCode('ABORTED'));
    await eventually('nothing is left', () => !staged().some((name) => name.startsWith(sha256)));
    await runner.files.stage(path);
  });

  it('says that the disk of the host is full, and leaves nothing', async function () {
    if (process.getuid?.() !== 0) return skipBecause(this, 'only root can mount a small tmpfs');
    const small = sshd.path('cache', 'files');
    mkdirSync(small, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=5m', 'vmwright-test', small], { stdio: 'pipe' });
    } catch (error) {
      return skipBecause(this, `cannot mount a tmpfs (${String(error)})`);
    }
    try {
      chownSync(small, sshd.user.uid, sshd.user.gid);
      const { path } = file('too-large', randomBytes(8_000_000));
      await assert.rejects(runner.files.stage(path), (error: VmError) => {
        assert.equal(error.code, 'DISK_FULL');
        assert.equal(error.errno, 'ENOSPC');
        return true;
      });
      assert.deepEqual(staged(), []);
      await assert.rejects(runner.files.write(`${small}/direct`, randomBytes(8_000_000)), { code: 'ENOSPC' });
      assert.deepEqual(staged(), []);
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('fails with HOST_LOST when sshd dies in the middle, and works afterwards', async () => {
    const { path, sha256 } = file('lost', randomBytes(60_000_000));
    const progress = ({ completed = 0 }: ProgressEvent) => {
      if (completed > 1_000_000 && completed < 50_000_000) void sshd.killSessions();
    };
    await assert.rejects(runner.files.stage(path, { progress }), withCode('HOST_LOST'));
    const on = await runner.files.stage(path);
    assert.ok(readFileSync(on).equals(readFileSync(path)));
    assert.deepEqual(
      staged().filter((name) => name.startsWith(sha256)),
      [`${sha256}-lost`],
    );
  });

  it('removes, with the next connection, the parts whose writers are gone', async () => {
    const folder = sshd.path('cache', 'files');
    const [left, held] = ['cd', 'ef'].map((byte) => `${byte.repeat(32)}-image.part`) as [string, string];
    for (const name of [left, held]) writeFileSync(join(folder, name), 'beginning');
    const lock = join(folder, `.lock-${held.slice(0, 2)}`);
    const writer = spawn('flock', [lock, 'sh', '-c', 'echo locked; read -r end'], { stdio: 'pipe' });
    await once(writer.stdout, 'data');
    const parts = () => staged().filter((name) => name.endsWith('.part'));
    const first = await connectSsh(sshd.url, sshd.options());
    await eventually('the one without a writer is gone', () => !parts().includes(left));
    await first.close();
    assert.deepEqual(parts(), [held]);
    const ended = once(writer, 'exit');
    writer.stdin.end('\n');
    await ended;
    const second = await connectSsh(sshd.url, sshd.options());
    await eventually('so is the other', () => parts().length === 0);
    await second.close();
  });

  it('stops a download at once although the host does not answer, and leaves nothing', async () => {
    const { path } = file('frozen', randomBytes(60_000_000));
    const abort = new AbortController();
    let resume = () => {};
    const progress = ({ completed = 0 }: ProgressEvent) => {
      if (completed < 1_000_000 || abort.signal.aborted) return;
      resume = sshd.freeze();
      setTimeout(() => abort.abort(), 300);
    };
    const target = sshd.path('thawed');
    const start = performance.now();
    const download = runner.files.download(path, target, { signal: abort.signal, progress });
    await assert.rejects(download, withCode('ABORTED')).finally(() => resume());
    assert.ok(performance.now() - start < 5000);
    assert.deepEqual(
      readdirSync(sshd.folder).filter((name) => name.startsWith('thawed')),
      [],
    );
    await runner.files.download(path, target);
    assert.ok(readFileSync(target).equals(readFileSync(path)));
  });

  it('says that the host has no SFTP', async () => {
    const bare = await Sshd.start('Subsystem sftp /bin/false');
    const bareRunner = await connectSsh(bare.url, bare.options());
    await assert.rejects(bareRunner.files.stat('/'), withCode('HOST_UNSUPPORTED'));
    await bareRunner.close();
    await bare.stop();
  });
});
