import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { resolveImage } from '#src/image/index.js';
import { bzImage, elf } from '../kernel/fixtures.js';
import { Fixtures } from './fixtures.js';

const inner = elf({ pvhEntry: 0x100_0000 });

describe('resolveImage of a kernel', () => {
  const fixtures = new Fixtures();
  beforeEach(() => fixtures.open());
  afterEach(() => fixtures.close());

  it('unpacks the ELF in a bzImage once', async () => {
    const kernel = await fixtures.file('vmlinuz', bzImage(gzipSync(inner)));
    const image = await resolveImage({ kernel, cmdline: 'a=1  b' });
    assert.equal(image.name, kernel);
    assert.equal(image.kernel?.path, kernel);
    assert.deepEqual(await readFile(image.kernel?.vmlinux ?? ''), inner);
    assert.deepEqual(image.cmdline, ['a=1', 'b']);
    assert.equal(image.agent, false);
    assert.equal(image.rootDisk, undefined);
    assert.deepEqual(await resolveImage({ kernel, cmdline: ['a=1', 'b'] }), image);
    assert.equal((await readdir(join(fixtures.folder, 'cache', 'vmlinux'))).length, 1);
  });

  it('notices that the kernel was replaced', async () => {
    const kernel = await fixtures.file('vmlinuz', bzImage(gzipSync(inner)));
    const first = await resolveImage({ kernel });
    await fixtures.file('vmlinuz', bzImage(gzipSync(Buffer.concat([inner, Buffer.from('new')]))));
    const second = await resolveImage({ kernel });
    assert.notEqual(second.kernel?.vmlinux, first.kernel?.vmlinux);
  });

  it('boots a bzImage whose payload has no PVH entry as it is', async () => {
    const kernel = await fixtures.file('vmlinuz', bzImage(gzipSync(elf())));
    assert.equal((await resolveImage({ kernel })).kernel?.vmlinux, undefined);
  });

  it('adds the initrd to the memory it needs', async () => {
    const kernel = await fixtures.file('vmlinux', inner);
    const initrd = await fixtures.file('initrd', gzipSync(Buffer.alloc(8 * 2 ** 20)));
    const without = await resolveImage({ kernel });
    const image = await resolveImage({ kernel, initrd, agent: true });
    assert.equal(image.initrd, initrd);
    assert.equal(image.agent, true);
    const more = (image.kernel?.minMemory ?? 0) - (without.kernel?.minMemory ?? 0);
    assert.ok(more >= 8 * 2 ** 20 && more <= 10 * 2 ** 20, `${more} bytes more`);
  });

  it('checks the digest and shows both', async () => {
    const content = bzImage(gzipSync(inner));
    const kernel = await fixtures.file('vmlinuz', content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    await resolveImage({ kernel, sha256: sha256.toUpperCase() });
    const wrong = '0'.repeat(64);
    await assert.rejects(resolveImage({ kernel, sha256: wrong }), {
      code: 'IMAGE_DIGEST_MISMATCH',
      message: `${kernel} has the SHA-256 ${sha256}, not ${wrong}`,
    });
  });

  it('names the path that does not exist', async () => {
    const kernel = join(fixtures.folder, 'nowhere');
    await assert.rejects(resolveImage({ kernel }), {
      code: 'IMAGE_NOT_FOUND',
      message: `kernel: there is no file ${kernel}`,
      errno: 'ENOENT',
    });
    const present = await fixtures.file('vmlinux', inner);
    await assert.rejects(resolveImage({ kernel: present, initrd: join(fixtures.folder, 'none') }), {
      code: 'IMAGE_NOT_FOUND',
      message: /^initrd: there is no file/,
    });
  });

  it('refuses a directory and what is no kernel or initrd', async () => {
    await assert.rejects(resolveImage({ kernel: fixtures.folder }), {
      code: 'IMAGE_INVALID',
      message: /not a file/,
    });
    const text = await fixtures.file('text', 'hello '.repeat(200));
    await assert.rejects(resolveImage({ kernel: text }), { code: 'IMAGE_INVALID' });
    const kernel = await fixtures.file('vmlinux', inner);
    await assert.rejects(resolveImage({ kernel, initrd: text }), {
      code: 'IMAGE_INVALID',
      message: /not an initrd/,
    });
    const empty = await fixtures.file('empty', '');
    await assert.rejects(resolveImage({ kernel, initrd: empty }), { code: 'IMAGE_INVALID' });
  });

  it('does nothing when it is aborted before', async () => {
    const kernel = await fixtures.file('vmlinuz', bzImage(gzipSync(inner)));
    await assert.rejects(resolveImage({ kernel }, { signal: AbortSignal.abort() }), { code: 'ABORTED' });
    await assert.rejects(readdir(join(fixtures.folder, 'cache')), { code: 'ENOENT' });
  });
});
