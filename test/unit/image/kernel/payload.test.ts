import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runOperation } from '#src/core/operation.js';
import { findProgram } from '#src/image/host/command.js';
import { unpackPayload } from '#src/image/kernel/payload.js';
import { skipBecause } from '../../../support/skip.js';
import { elf } from './fixtures.js';

describe('unpackPayload', () => {
  const content = Buffer.concat([elf({ pvhEntry: 1 }), Buffer.alloc(100_000, 'kernel')]);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const unpack = (payload: Buffer) => runOperation('test', {}, (op) => unpackPayload(op, payload, folder));
  /** The build of Linux appends the size to everything but gzip. */
  const sized = (packed: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(content.length);
    return Buffer.concat([packed, size]);
  };

  it('unpacks gzip', async () => assert.deepEqual(await unpack(gzipSync(content)), content));
  it('takes a kernel that is not compressed', async () => assert.deepEqual(await unpack(content), content));

  for (const [name, ...args] of [
    ['lz4', '-l', '-c'],
    ['zstd', '-c', '-q'],
    ['xz', '--check=crc32', '-c'],
  ] as const) {
    it(`unpacks ${name}`, async function () {
      if ((await findProgram(name)) === undefined) skipBecause(this, `no ${name}: apt-get install ${name}`);
      const packed = execFileSync(name, args, { input: content, stdio: ['pipe', 'pipe', 'ignore'] });
      assert.deepEqual(await unpack(sized(packed)), content);
    });
  }

  it('passes on compressions that it does not know', async () => {
    assert.equal(await unpack(Buffer.from('BZh91AY&SY etc.')), undefined);
  });

  it('says that damaged data is damaged', async () => {
    const packed = gzipSync(content);
    packed.fill(0xff, 20, 40);
    await assert.rejects(unpack(packed), {
      code: 'IMAGE_INVALID',
      message: /gzip data in the kernel is damaged/,
    });
  });

  it('refuses a size that no kernel has', async () => {
    const packed = Buffer.concat([
      Buffer.from([0x02, 0x21, 0x4c, 0x18, 1, 0, 0, 0, 0]),
      Buffer.alloc(4, 0xff),
    ]);
    await assert.rejects(unpack(packed), { code: 'IMAGE_INVALID', message: /4294967295 bytes/ });
  });
});
