import assert from 'node:assert/strict';
import { payloadLength } from '#src/guest/sender.js';
import { MAGIC_HELLO, MAX_PAYLOAD } from '#src/guest/wire.js';

describe('payloadLength', () => {
  it('cuts at the largest payload', () => {
    assert.equal(payloadLength(Buffer.alloc(MAX_PAYLOAD + 1)), MAX_PAYLOAD);
    assert.equal(payloadLength(Buffer.alloc(10)), 10);
  });

  it('never lets the magic of HELLO into one payload', () => {
    let data: Buffer = Buffer.concat([Buffer.from('abc'), MAGIC_HELLO, MAGIC_HELLO, Buffer.from('def')]);
    let parts = 0;
    while (data.length > 0) {
      const length = payloadLength(data);
      assert.ok(length > 0);
      assert.equal(data.subarray(0, length).indexOf(MAGIC_HELLO), -1);
      data = data.subarray(length);
      parts += 1;
    }
    assert.equal(parts, 3);
  });
});
