import assert from 'node:assert/strict';
import { structReader } from '#src/native/libvirt/struct-reader.js';

describe('reader of structs', () => {
  it('knows every type of number', () => {
    const memory = new ArrayBuffer(40);
    const bytes = Buffer.from(memory);
    bytes.writeUInt8(200, 0);
    bytes.writeUInt16LE(60_000, 2);
    bytes.writeInt32LE(-5, 4);
    bytes.writeUInt32LE(4_000_000_000, 8);
    bytes.writeBigInt64LE(-(2n ** 40n), 16);
    bytes.writeBigUInt64LE(2n ** 63n, 24);
    const read = structReader(
      memory,
      ['a', 'b', 'c', 'd', 'e', 'f'],
      [0, 1, 2, 3, 4, 5],
      [0, 2, 4, 8, 16, 24],
    );
    const found = read();
    assert.deepEqual(found, { a: 200, b: 60_000, c: -5, d: 4_000_000_000, e: -(2n ** 40n), f: 2n ** 63n });
    bytes.writeUInt8(1, 0);
    assert.deepEqual([found.a, read().a], [200, 1]);
  });

  it('refuses what is no number', () => {
    assert.throws(() => structReader(new ArrayBuffer(8), ['text'], [6], [0]), /text/);
  });
});
