import assert from 'node:assert/strict';
import { PayloadReader, PayloadWriter } from '#src/guest/payload.js';

describe('payloads', () => {
  it('reads back what was written', () => {
    const data = new PayloadWriter()
      .u8(7)
      .u16(65535)
      .u32(4294967295)
      .u64(2n ** 63n)
      .string('héllo', 'x')
      .finish();
    const reader = new PayloadReader(data);
    assert.deepEqual([reader.u8(), reader.u16(), reader.u32()], [7, 65535, 4294967295]);
    assert.equal(reader.u64(), 2n ** 63n);
    assert.equal(reader.string(), 'héllo');
    assert.equal(reader.left, 0);
  });

  it('refuses NUL in a string', () => {
    assert.throws(
      () => new PayloadWriter().string('a\0b', 'an argument'),
      /an argument must not contain a NUL/,
    );
  });

  it('throws instead of reading past the end', () => {
    assert.throws(() => new PayloadReader(Buffer.alloc(3)).u32(), RangeError);
    const lying = new PayloadWriter().u32(1000).u8(1).finish();
    assert.throws(() => new PayloadReader(lying).string(), RangeError);
  });
});
