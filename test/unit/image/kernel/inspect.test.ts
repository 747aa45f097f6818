import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectKernel } from '#src/image/kernel/inspect.js';
import { bzImage, elf } from './fixtures.js';

describe('inspectKernel', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const inspect = async (content: Buffer | string) => {
    const path = join(folder, 'kernel');
    await writeFile(path, content);
    return inspectKernel(path);
  };

  it('takes a bzImage apart', async () => {
    const kernel = await inspect(bzImage(Buffer.from('payload!')));
    assert.equal(kernel.type, 'bzImage');
    assert.equal(kernel.payload?.toString(), 'payload!');
    assert.deepEqual(kernel.extent, { start: 0x100_0000, end: 0x400_0000 });
  });

  it('takes an ELF with a PVH entry', async () => {
    const kernel = await inspect(elf({ pvhEntry: 0x100_0000 }));
    assert.equal(kernel.type, 'elf');
    assert.equal(kernel.payload, undefined);
  });

  const arm = Buffer.alloc(128);
  arm.write('ARMd', 0x38, 'latin1');
  const wrong: [string, Buffer | string, RegExp][] = [
    ['an empty file', '', /it is empty/],
    ['a one-byte file', 'x', /neither the bzImage magic/],
    ['text', 'hello '.repeat(200), /neither the bzImage magic/],
    ['an arm64 kernel', arm, /kernel for arm64/],
    ['a qcow2 disk', Buffer.concat([Buffer.from('QFI\xfb', 'latin1'), Buffer.alloc(600)]), /qcow2 disk/],
    ['an initrd', '070701'.padEnd(600, '0'), /cpio archive/],
    ['gzip data', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip data/],
    ['a truncated bzImage', bzImage(Buffer.alloc(100), 5000), /truncated.*2660 bytes.*at least 7560/],
    ['an ELF without PVH entry', elf(), /without a PVH entry/],
    ['an ELF for arm64', elf({ machine: 183, pvhEntry: 1 }), /another processor/],
    ['half an ELF', elf({ pvhEntry: 1 }).subarray(0, 100), /truncated or 32-bit/],
  ];
  for (const [what, content, message] of wrong) {
    it(`says what is wrong with ${what}`, () =>
      assert.rejects(inspect(content), { code: 'IMAGE_INVALID', message }));
  }
});
