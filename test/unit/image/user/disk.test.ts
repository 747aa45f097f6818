import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProgressEvent } from '#src/core/progress.js';
import { detectDiskFormat, resolveImage } from '#src/image/index.js';
import { skipBecause } from '../../../support/skip.js';
import { Fixtures } from './fixtures.js';

const qcow2 = Buffer.concat([Buffer.from('QFI\xfb\0\0\0\x03', 'latin1'), Buffer.alloc(1016)]);
const raw = Buffer.alloc(4096);

/** A raw disk with what the options ask for. */
function disk(parts: { mbr?: boolean; gpt?: boolean; ext?: boolean }): Buffer {
  const content = Buffer.alloc(4096);
  if (parts.mbr === true) content.writeUInt16LE(0xaa55, 510);
  if (parts.gpt === true) content.write('EFI PART', 512);
  if (parts.ext === true) content.writeUInt16LE(0xef53, 0x438);
  return content;
}

describe('resolveImage of a disk', () => {
  const fixtures = new Fixtures();
  beforeEach(() => fixtures.open());
  afterEach(() => fixtures.close());

  it('detects the format and protects the file by default', async () => {
    const path = await fixtures.file('disk', qcow2);
    assert.deepEqual(await resolveImage({ disk: path }), {
      name: path,
      cmdline: [],
      rootDisk: { path, format: 'qcow2', access: 'overlay' },
      firmware: 'bios',
      agent: false,
    });
    assert.equal(await detectDiskFormat(path), 'qcow2');
    assert.equal(await detectDiskFormat(await fixtures.file('raw', raw)), 'raw');
  });

  it('takes firmware, format, write access and agent from the user', async () => {
    const path = await fixtures.file('disk', qcow2);
    const image = await resolveImage({
      disk: path,
      firmware: 'uefi',
      format: 'raw',
      writable: true,
      agent: true,
    });
    assert.deepEqual(image.rootDisk, { path, format: 'raw', access: 'write' });
    assert.equal(image.firmware, 'uefi');
    assert.equal(image.agent, true);
  });

  const unusable: [string, Uint8Array, RegExp][] = [
    ['an empty file', Buffer.alloc(0), /too small/],
    ['a truncated raw disk', Buffer.alloc(1000), /sectors: 1000 bytes/],
    ['a vmdk', Buffer.concat([Buffer.from('KDMV'), raw]), /vmdk file; convert it/],
    ['a vhdx', Buffer.concat([Buffer.from('vhdxfile'), raw]), /vhdx file; convert it/],
  ];
  for (const [what, content, message] of unusable) {
    it(`refuses ${what}`, async () => {
      const path = await fixtures.file('disk', content);
      await assert.rejects(resolveImage({ disk: path }), { code: 'IMAGE_INVALID', message });
    });
  }

  it('refuses a raw file that was said to be qcow2', async () => {
    const path = await fixtures.file('disk', raw);
    await assert.rejects(resolveImage({ disk: path, format: 'qcow2' }), {
      code: 'IMAGE_INVALID',
      message: /not a qcow2 file: it looks like raw/,
    });
  });

  it('names a missing path and a directory', async () => {
    const path = join(fixtures.folder, 'none.img');
    await assert.rejects(resolveImage({ disk: path }), {
      code: 'IMAGE_NOT_FOUND',
      message: new RegExp(path),
    });
    await assert.rejects(resolveImage({ disk: fixtures.folder }), {
      code: 'DISK_UNREADABLE',
      message: /not a file/,
    });
  });

  it('says that a disk may not be read or written', async function () {
    const path = await fixtures.file('disk', raw);
    await chmod(path, 0o444);
    await chmod(fixtures.folder, 0o755);
    const module = pathToFileURL(resolve('dist/image/index.js')).href;
    const script = `
      const { resolveImage } = await import('${module}');
      await resolveImage({ disk: '${path}', writable: true }).catch((error) => console.log(error.code, error.errno));`;
    // root may open everything
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const argv = ['--input-type=module', '-e', script];
    const child = spawnSync(process.execPath, argv, { ...user, cwd: '/', encoding: 'utf8' });
    if (/EACCES|ERR_MODULE_NOT_FOUND/.test(child.stderr) || child.error !== undefined) {
      skipBecause(this, 'this checkout cannot be read by other users');
    }
    assert.equal(child.stdout, 'DISK_UNREADABLE EACCES\n', child.stderr);
  });

  it('checks the digest of a large file in a stream that can be aborted', async () => {
    const path = await fixtures.file('disk', '');
    const file = await open(path, 'r+');
    await file.truncate(3 * 2 ** 30);
    await file.close();
    const events: ProgressEvent[] = [];
    const controller = new AbortController();
    const onProgress = (event: ProgressEvent) => {
      events.push(event);
      if ((event.completed ?? 0) > 2 ** 25) controller.abort();
    };
    const sha256 = 'a'.repeat(64);
    const call = resolveImage({ disk: path, sha256 }, { signal: controller.signal, onProgress });
    await assert.rejects(call, { code: 'ABORTED' });
    assert.equal(events[0]?.total, 3 * 2 ** 30);
    assert.ok(events.length < 200);
  });

  it('accepts the right digest', async () => {
    const path = await fixtures.file('disk', raw);
    const sha256 = createHash('sha256').update(raw).digest('hex');
    assert.equal((await resolveImage({ disk: path, sha256 })).rootDisk?.path, path);
  });
});

describe('resolveImage of a root disk', () => {
  const fixtures = new Fixtures();
  beforeEach(() => fixtures.open());
  afterEach(() => fixtures.close());

  it('wants the partition of a partitioned disk', async () => {
    for (const parts of [{ mbr: true }, { mbr: true, gpt: true }]) {
      const path = await fixtures.file('disk', disk(parts));
      await assert.rejects(resolveImage({ rootDisk: path }), {
        code: 'IMAGE_INVALID',
        remedy: /partition: 1/,
      });
    }
  });

  it('wants no partition of a bare file system', async () => {
    const path = await fixtures.file('disk', disk({ ext: true }));
    await assert.rejects(resolveImage({ rootDisk: path, partition: 1 }), {
      code: 'IMAGE_INVALID',
      message: /without partitions/,
    });
  });

  it('wants an absolute init', async () => {
    const path = await fixtures.file('disk', disk({ ext: true }));
    await assert.rejects(resolveImage({ rootDisk: path, init: 'sbin/init' }), { code: 'OPTION_INVALID' });
  });
});
