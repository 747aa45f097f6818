import assert from 'node:assert/strict';
import { decodeLz4Legacy, Lz4Error } from '#src/image/kernel/lz4.js';

const frame = (...blocks: number[][]): Buffer => {
  const parts = [Buffer.from([0x02, 0x21, 0x4c, 0x18])];
  for (const block of blocks) {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(block.length);
    parts.push(size, Buffer.from(block));
  }
  return Buffer.concat(parts);
};
const bytes = (text: string) => [...Buffer.from(text)];

describe('decodeLz4Legacy', () => {
  it('copies literals and matches', async () => {
    // 'abcd', then 8 bytes from 4 back, then the literal 'x'
    const block = [0x44, ...bytes('abcd'), 4, 0, 0x10, ...bytes('x')];
    assert.equal((await decodeLz4Legacy(frame(block), 13)).toString(), 'abcdabcdabcdx');
  });

  it('repeats a match that overlaps its own output', async () => {
    const block = [0x1f, ...bytes('z'), 1, 0, 255, 0, 0x00]; // length 15 + 255 + 0 + 4, then an empty last sequence
    const text = (await decodeLz4Legacy(frame(block), 275)).toString();
    assert.equal(text, 'z'.repeat(275));
  });

  it('reads long literal lengths', async () => {
    const text = 'q'.repeat(15 + 255 + 3);
    assert.equal(
      (await decodeLz4Legacy(frame([0xf0, 255, 3, ...bytes(text)]), text.length)).toString(),
      text,
    );
  });

  it('goes on with the next block after 8 MiB', async () => {
    const size = 8 * 1024 * 1024;
    const extra = size - 1 - 19;
    const full = [0x1f, 7, 1, 0, ...Array(Math.floor(extra / 255)).fill(255), extra % 255, 0x00];
    const output = await decodeLz4Legacy(frame(full, [0x20, 8, 9]), size + 2);
    assert.equal(output.length, size + 2);
    assert.deepEqual([output[0], output[size - 1], output[size], output[size + 1]], [7, 7, 8, 9]);
  });

  const damaged: [string, Buffer, number][] = [
    ['a wrong magic', Buffer.from([1, 2, 3, 4, 0, 0, 0, 0]), 1],
    ['an empty file', Buffer.alloc(0), 1],
    ['a block that reaches beyond the end', frame([0x10, 65]).subarray(0, 9), 1],
    ['an offset of zero', frame([0x14, 65, 0, 0, 0x00]), 20],
    ['an offset before the block', frame([0x14, 65, 2, 0, 0x00]), 20],
    ['literals beyond the block', frame([0xa0, 65]), 20],
    ['more literals than the output holds', frame([0x30, 65, 66, 67]), 2],
    ['a match longer than the output', frame([0x1f, 65, 1, 0, 255, 255, 0, 0x00]), 20],
    ['a length without an end', frame([0xf0, 255, 255]), 2000],
    ['an offset cut in half', frame([0x14, 65, 1]), 20],
    ['less data than announced', frame([0x10, 65]), 2],
    ['no closing literals', frame([0x14, 65, 1, 0]), 9],
  ];
  for (const [what, input, size] of damaged) {
    it(`refuses ${what}`, () => assert.rejects(decodeLz4Legacy(input, size), Lz4Error));
  }
});
