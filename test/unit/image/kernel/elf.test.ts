import assert from 'node:assert/strict';
import { readElf } from '#src/image/kernel/elf.js';
import { elf } from './fixtures.js';

describe('readElf', () => {
  it('finds the PVH entry behind other notes', () => {
    assert.equal(readElf(elf({ pvhEntry: 0x1234560 }))?.pvhEntry, 0x1234560);
    assert.equal(readElf(elf())?.pvhEntry, undefined);
  });

  it('tells what memory the segments occupy', () => {
    assert.deepEqual(readElf(elf())?.extent, { start: 0x100_0000, end: 0x110_0000 });
  });

  it('tells static from dynamic and x86-64 from others', () => {
    assert.equal(readElf(elf())?.dynamic, false);
    assert.equal(readElf(elf({ interpreter: true }))?.dynamic, true);
    assert.equal(readElf(elf())?.x86, true);
    assert.equal(readElf(elf({ machine: 183 }))?.x86, false);
  });

  it('refuses what is cut off anywhere', () => {
    const whole = elf({ pvhEntry: 1 });
    for (let length = 0; length < whole.length; length += 1) {
      assert.equal(readElf(whole.subarray(0, length)), undefined, `${length} bytes`);
    }
  });

  it('refuses 32-bit and big-endian files', () => {
    for (const index of [4, 5]) {
      const file = elf();
      file[index] = index === 4 ? 1 : 2;
      assert.equal(readElf(file), undefined);
    }
  });
});
