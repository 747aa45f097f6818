import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VmError } from '#src/core/errors.js';
import { GuestClient } from '#src/guest/index.js';
import { PayloadWriter } from '#src/guest/payload.js';
import {
  encodeFrame,
  encodeHeader,
  FrameType,
  MAGIC_WELCOME,
  MAX_PAYLOAD,
  u32,
  WINDOW,
} from '#src/guest/wire.js';

const HELLO_SIZE = 40;

/** A guest under the test's control: it shakes hands properly and then does what it likes. */
describe('a hostile guest', () => {
  let dir: string;
  let server: Server;
  let client: GuestClient;
  let guest: Socket;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'vmwright-hostile-'));
    server = createServer((socket) => {
      guest = socket;
      guest.on('error', () => {});
      guest.once('data', (hello: Buffer) => {
        const info = new PayloadWriter().u64(1n).string('x', '').string('x', '').string('x', '').finish();
        const fixed = Buffer.concat([u32(1), u32(WINDOW), u32(info.length)]);
        guest.write(Buffer.concat([MAGIC_WELCOME, hello.subarray(16, 32), fixed, info]));
        assert.equal(hello.length, HELLO_SIZE);
      });
    });
    server.listen(join(dir, 's'));
    await once(server, 'listening');
    client = await GuestClient.connect(createConnection(join(dir, 's')), { timeout: 5000 });
  });

  afterEach(() => {
    client.close();
    guest.destroy();
    server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const spawnOne = async () => {
    const child = client.spawn({ command: 'x', args: [], env: {} });
    await once(guest, 'data');
    return child;
  };

  const bad: Record<string, () => Buffer> = {
    'a length above the limit': () => encodeHeader(FrameType.data, 1, 1, MAX_PAYLOAD + 1),
    'a length of 4 GiB': () => encodeHeader(FrameType.data, 1, 1, 0xffff_ffff),
    'a stream that is not open': () => encodeFrame(FrameType.data, 1, 77, Buffer.alloc(1)),
    'stream 0': () => encodeFrame(FrameType.result, 0, 0, Buffer.alloc(16)),
    'an unknown frame type': () => encodeFrame(99, 0, 1),
    'frames only the host sends': () => encodeFrame(FrameType.open, 0, 1, Buffer.alloc(4)),
    'data on channel 0': () => encodeFrame(FrameType.data, 0, 1, Buffer.alloc(4)),
    'data on channel 3': () => encodeFrame(FrameType.data, 3, 1, Buffer.alloc(4)),
    'a short result': () => encodeFrame(FrameType.result, 0, 1, Buffer.alloc(3)),
    'a short credit': () => encodeFrame(FrameType.credit, 0, 1, Buffer.alloc(3)),
    'data after the end': () =>
      Buffer.concat([encodeFrame(FrameType.eof, 1, 1), encodeFrame(FrameType.data, 1, 1, Buffer.alloc(1))]),
    'a second result': () =>
      Buffer.concat([
        encodeFrame(FrameType.result, 0, 1, Buffer.alloc(16)),
        encodeFrame(FrameType.result, 0, 1, Buffer.alloc(16)),
      ]),
  };
  for (const [what, bytes] of Object.entries(bad)) {
    it(`is cut off for ${what}`, async () => {
      const child = await spawnOne();
      guest.write(bytes());
      const reason = await client.closed;
      assert.equal(reason?.code, 'AGENT_PROTOCOL');
      if (what !== 'a second result') await assert.rejects(child.exited, { code: 'AGENT_PROTOCOL' });
      assert.throws(() => client.spawn({ command: 'x', args: [], env: {} }), { code: 'AGENT_PROTOCOL' });
    });
  }

  it('cannot send more than its credit, so memory stays bounded', async () => {
    const child = await spawnOne();
    child.stdout.pause();
    const frame = encodeFrame(FrameType.data, 1, 1, Buffer.alloc(MAX_PAYLOAD));
    for (let i = 0; i < 64; i += 1) guest.write(frame);
    assert.equal((await client.closed)?.code, 'AGENT_PROTOCOL');
  });

  it('may not speak before it is asked', async () => {
    const early = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (hello: Buffer) => {
        const info = new PayloadWriter().u64(1n).string('', '').string('', '').string('', '').finish();
        const fixed = Buffer.concat([u32(1), u32(1), u32(info.length)]);
        socket.write(Buffer.concat([MAGIC_WELCOME, hello.subarray(16, 32), fixed, info, Buffer.alloc(12)]));
      });
    });
    early.listen(join(dir, 'early'));
    await once(early, 'listening');
    const channel = createConnection(join(dir, 'early'));
    await assert.rejects(GuestClient.connect(channel, { timeout: 5000 }), { code: 'AGENT_PROTOCOL' });
    assert.ok(channel.destroyed);
    early.close();
  });

  it('cannot crash us with random bytes', async () => {
    const child = await spawnOne();
    guest.write(randomBytes(randomInt(1, 200_000)));
    guest.end();
    const error = await child.exited.catch((caught: unknown) => caught);
    assert.ok(error instanceof VmError);
    assert.match(error.code, /^AGENT_(PROTOCOL|LOST)$/);
  });

  it('that vanishes in the middle of a frame is AGENT_LOST for everything pending', async () => {
    const child = await spawnOne();
    const ping = client.ping();
    guest.end(encodeFrame(FrameType.data, 1, 1, Buffer.alloc(1000)).subarray(0, 100));
    await assert.rejects(child.exited, { code: 'AGENT_LOST' });
    await assert.rejects(child.started, { code: 'AGENT_LOST' });
    await assert.rejects(ping, { code: 'AGENT_LOST' });
  });

  it('cannot outlive fail(): everything pending rejects with that very error', async () => {
    const child = await spawnOne();
    const read = client.readFile('/x');
    const gone = new VmError('VM_KILLED', 'the process of the VM died');
    client.fail(gone);
    await assert.rejects(child.exited, gone);
    await assert.rejects(read, gone);
    assert.equal(await client.closed, gone);
  });

  it('sends control characters in an error message in vain', async () => {
    const child = await spawnOne();
    const payload = Buffer.concat([u32(2), u32(5), Buffer.from('\x1b[2J\x07evil')]);
    guest.write(encodeFrame(FrameType.result, 0, 1, payload));
    await assert.rejects(child.exited, {
      code: 'GUEST_COMMAND_NOT_FOUND',
      message: 'in the guest: exec: ?[2J?evil: ENOENT'.replace('exec: ', ''),
    });
  });
});
