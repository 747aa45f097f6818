import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { WelcomeScanner } from '#src/guest/handshake.js';
import { PayloadWriter } from '#src/guest/payload.js';
import { MAGIC_HELLO, MAGIC_SIZE, MAGIC_START, MAGIC_WELCOME, NONCE_SIZE, u32 } from '#src/guest/wire.js';

const nonceOf = (hello: Buffer) => hello.subarray(MAGIC_SIZE, MAGIC_SIZE + NONCE_SIZE);

function welcome(nonce: Buffer, version = 1, infoLength?: number): Buffer {
  const info = new PayloadWriter()
    .u64(1234n)
    .string('0.1.0', '')
    .string('6.1', '')
    .string('boot', '')
    .finish();
  const fixed = Buffer.concat([u32(version), u32(65536), u32(infoLength ?? info.length)]);
  return Buffer.concat([MAGIC_WELCOME, nonce, fixed, info]);
}

describe('WelcomeScanner', () => {
  it('finds WELCOME behind the rest of an earlier session, in any fragmentation', () => {
    for (const size of [1, 3, 64, 10_000]) {
      const scanner = new WelcomeScanner();
      const nonce = nonceOf(scanner.hello());
      const bytes = Buffer.concat([randomBytes(1000), MAGIC_WELCOME, randomBytes(40), welcome(nonce)]);
      let found: unknown;
      for (let at = 0; at < bytes.length; at += size) found = scanner.push(bytes.subarray(at, at + size));
      assert.deepEqual(found, {
        window: 65536,
        info: { protocol: 1, uptimeMs: 1234, agentVersion: '0.1.0', kernel: '6.1', bootId: 'boot' },
      });
    }
  });

  it('does not take the echo of its own HELLO, nor the WELCOME of another session', () => {
    const scanner = new WelcomeScanner();
    assert.equal(scanner.push(scanner.hello()), undefined);
    assert.equal(scanner.push(welcome(randomBytes(NONCE_SIZE))), undefined);
  });

  it('reports an agent that starts, and then only takes the answer to the new HELLO', () => {
    const scanner = new WelcomeScanner();
    const old = nonceOf(scanner.hello());
    assert.equal(scanner.push(MAGIC_START), 'start');
    const hello = scanner.hello();
    assert.ok(hello.subarray(0, MAGIC_SIZE).equals(MAGIC_HELLO));
    assert.equal(scanner.push(welcome(old)), undefined);
    assert.equal(typeof scanner.push(welcome(nonceOf(hello))), 'object');
  });

  it('refuses another protocol version and an endless introduction', () => {
    for (const bad of [{ version: 2 }, { length: 1 << 30 }]) {
      const scanner = new WelcomeScanner();
      const bytes = welcome(nonceOf(scanner.hello()), bad.version, bad.length);
      assert.throws(() => scanner.push(bytes), { code: 'AGENT_PROTOCOL' });
    }
  });

  it('keeps almost nothing of what it does not understand', () => {
    const scanner = new WelcomeScanner();
    scanner.hello();
    for (let i = 0; i < 100; i += 1) scanner.push(randomBytes(100_000));
    assert.ok(scanner.rest().length < 64);
  });
});
