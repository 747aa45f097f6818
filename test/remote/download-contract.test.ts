import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgressEvent } from '#src/core/progress.js';
import type { Runner } from '#src/remote/index.js';
import { skipBecause } from '../support/skip.js';
import { places } from './support/places.js';

for (const place of places) {
  describe(`Runner contract, files.download: ${place.name}`, function () {
    this.timeout(30_000);
    let runner: Runner;
    let folder: string;
    let close: () => Promise<void>;
    let own: string;
    before(async function () {
      if (place.missing !== undefined) skipBecause(this, place.missing);
      ({ runner, folder, close } = await place.open());
      own = mkdtempSync(join(tmpdir(), 'vmwright-download-'));
    });
    after(async () => {
      await close?.();
      if (own !== undefined) rmSync(own, { recursive: true });
    });

    const onHost = (name: string, content: Uint8Array) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return { path, sha256: createHash('sha256').update(content).digest('hex') };
    };

    it('brings a file here with its mode and tells progress up to the end', async () => {
      const bytes = randomBytes(10_000_001);
      const { path, sha256 } = onHost("a 'file\\", bytes);
      chmodSync(path, 0o754);
      const events: ProgressEvent[] = [];
      const target = join(own, 'file');
      await runner.files.download(path, target, { sha256, progress: (event) => events.push(event) });
      assert.ok(readFileSync(target).equals(bytes));
      assert.equal(statSync(target).mode & 0o777, 0o754);
      const { step, completed, total, done } = events.at(-1) ?? {};
      assert.deepEqual([step, completed, total, done], ['download', bytes.length, bytes.length, true]);
      const counts = events.map((event) => event.completed ?? 0);
      assert.deepEqual(
        counts,
        [...counts].sort((a, b) => a - b),
      );
      rmSync(target);
    });

    it('replaces a file, takes an empty one', async () => {
      const target = join(own, 'replaced');
      writeFileSync(target, 'before');
      await runner.files.download(onHost('empty', new Uint8Array()).path, target);
      assert.equal(statSync(target).size, 0);
      rmSync(target);
    });

    it('leaves holes where there are zeros', async () => {
      const { path } = onHost('sparse', randomBytes(1_000_000));
      truncateSync(path, 60_000_000);
      const target = join(own, 'sparse');
      await runner.files.download(path, target);
      assert.ok(readFileSync(target).equals(readFileSync(path)));
      assert.ok(statSync(target).blocks * 512 < 4_000_000);
      rmSync(target);
    });

    it('refuses content that is not what its digest says, and leaves what was there', async () => {
      const { path } = onHost('wrong', randomBytes(1000));
      const target = join(own, 'kept');
      writeFileSync(target, 'before');
      const sha256 = 'ab'.repeat(32);
      await assert.rejects(runner.files.download(path, target, { sha256 }), {
        code: 'IMAGE_DIGEST_MISMATCH',
      });
      assert.equal(readFileSync(target, 'utf8'), 'before');
      assert.deepEqual(readdirSync(own), ['kept']);
      rmSync(target);
    });

    it('stops on abort and leaves nothing', async () => {
      const { path } = onHost('aborted', randomBytes(40_000_000));
      const abort = new AbortController();
      const progress = ({ completed = 0 }: ProgressEvent) => {
        if (completed > 1_000_000) abort.abort();
      };
      const download = runner.files.download(path, join(own, 'none'), { signal: abort.signal, progress });
      await assert.rejects(download, { code: 'ABORTED' });
      assert.deepEqual(readdirSync(own), []);
    });

    it('fails with the errors of node:fs, and leaves nothing', async () => {
      const target = join(own, 'none');
      await assert.rejects(runner.files.download(join(folder, 'none'), target), { code: 'ENOENT' });
      await assert.rejects(runner.files.download(folder, target), { code: 'EISDIR' });
      const { path } = onHost('present', randomBytes(1000));
      await assert.rejects(runner.files.download(path, join(own, 'none', 'file')), { code: 'ENOENT' });
      mkdirSync(target);
      await assert.rejects(runner.files.download(path, target), { code: 'EISDIR' });
      assert.deepEqual(readdirSync(own), ['none']);
      rmSync(target, { recursive: true });
    });
  });
}
