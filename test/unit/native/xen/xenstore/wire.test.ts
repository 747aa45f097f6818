import assert from 'node:assert/strict';
import {
  encodeMessage,
  type Message,
  MessageDecoder,
  MessageType,
  PAYLOAD_LIMIT,
  packStrings,
  unpackStrings,
} from '#src/native/xen/xenstore/wire.js';

const message = (requestId: number, text: string): Message => ({
  type: MessageType.READ,
  requestId,
  transactionId: 7,
  payload: Buffer.from(text),
});

describe('xenstore wire format', () => {
  it('is the header of xs_wire.h and the payload', () => {
    const bytes = encodeMessage({ ...message(0x01020304, 'ab'), type: MessageType.WRITE });
    assert.equal(bytes.toString('hex'), '0b000000040302010700000002000000' + '6162');
  });

  it('is put together from pieces of any size', () => {
    const sent = [message(1, ''), message(2, 'x'), message(3, 'y'.repeat(4096))];
    const bytes = Buffer.concat(sent.map(encodeMessage));
    for (const size of [1, 3, 16, 17, 4096, bytes.length]) {
      const decoder = new MessageDecoder();
      const received: Message[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        received.push(...decoder.push(bytes.subarray(at, at + size)));
      }
      assert.deepEqual(received, sent, `pieces of ${size}`);
    }
  });

  it('takes no request that the daemon would end the connection for', () => {
    encodeMessage(message(1, 'x'.repeat(PAYLOAD_LIMIT)));
    assert.throws(() => encodeMessage(message(1, 'x'.repeat(PAYLOAD_LIMIT + 1))), {
      code: 'OPTION_INVALID',
    });
  });

  it('refuses bytes that are no message', () => {
    const garbage = Buffer.alloc(64, 0xff);
    assert.throws(() => new MessageDecoder().push(garbage), { code: 'XENSTORE_ERROR' });
  });

  it('has strings with a zero byte behind each', () => {
    assert.equal(packStrings('/a', 'b').toString(), '/a\0b\0');
    assert.deepEqual(unpackStrings(Buffer.from('/a\0b\0')), ['/a', 'b']);
    assert.deepEqual(unpackStrings(Buffer.from('12')), ['12']);
    assert.deepEqual(unpackStrings(Buffer.from('1\0\0')), ['1', '']);
    assert.deepEqual(unpackStrings(Buffer.alloc(0)), []);
    assert.throws(() => packStrings('/a\0b'), { code: 'OPTION_INVALID' });
  });
});
