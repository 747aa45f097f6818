import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { GuestClient } from '#src/guest/index.js';
import { PayloadWriter } from '#src/guest/payload.js';
import {
  encodeFrame,
  encodeHeader,
  FrameType,
  MAGIC_HELLO,
  MAX_PAYLOAD,
  Op,
  u32,
  WINDOW,
} from '#src/guest/wire.js';
import { skipBecause } from '../support/skip.js';
import { buildAgent, type Fixture, openFixture, shell, startAgent } from '../unit/guest/real-agent.js';

/** The agent built with AddressSanitizer and UndefinedBehaviorSanitizer: any memory error ends it with a report. */
describe('guest agent under sanitizers', function () {
  this.timeout(120_000);
  let binary: string;
  before(function () {
    if (process.platform !== 'linux') skipBecause(this, 'the agent runs on Linux only');
    binary = buildAgent(true);
  });

  const hello = () => Buffer.concat([MAGIC_HELLO, randomBytes(16), u32(1), u32(WINDOW)]);

  /** Nothing may follow HELLO before WELCOME: it is recognised at the end of what was received. */
  const greet = async (agent: { channel: Duplex }) => {
    agent.channel.write(hello());
    await once(agent.channel, 'data');
  };

  const sound = (agent: { stderr: () => string }) => {
    assert.doesNotMatch(agent.stderr(), /Sanitizer|runtime error/);
  };

  /** Says hello, sends the bytes, hangs up; the agent must end by itself and in peace. */
  const feed = async (bytes: Buffer) => {
    const agent = startAgent(binary);
    await greet(agent);
    agent.channel.resume();
    agent.channel.write(bytes);
    await new Promise((resolve) => setTimeout(resolve, 30));
    agent.channel.end();
    assert.equal(await agent.exited, 0, agent.stderr());
    sound(agent);
  };

  it('runs the usual operations cleanly', async () => {
    const f: Fixture = await openFixture(binary);
    const big = join(f.dir, 'big');
    writeFileSync(big, randomBytes(500_000));
    await f.client.copyIn(f.dir, join(f.dir, 'copy'));
    await f.client.copyOut(big, join(f.dir, 'out'));
    await f.client.writeFile(join(f.dir, 'a'), randomBytes(700_000), { atomic: true });
    await f.client.list('/usr/bin');
    await f.client.dial({ port: 1 }).catch(() => {});
    await Promise.all(
      Array.from({ length: 20 }, () => shell(f.client, 'head -c 200000 /dev/zero; cat >&2', 'x')),
    );
    const pty = f.client.spawn({
      command: 'sh',
      args: ['-c', 'read x; echo $x'],
      env: {},
      pty: { columns: 1, rows: 1 },
    });
    pty.stdin.end('hello\n');
    await pty.exited;
    const doomed = f.client.spawn({ command: 'yes', args: [], env: {} });
    await doomed.started;
    await f.close();
    assert.equal(await f.agent.exited, 0);
    sound(f.agent);
  });

  const bad: Record<string, Buffer> = {
    'an oversize frame': encodeHeader(FrameType.data, 0, 1, MAX_PAYLOAD + 1),
    'an unknown type': encodeFrame(77, 0, 1, Buffer.alloc(3)),
    'an empty OPEN': encodeFrame(FrameType.open, 0, 1),
    'an unknown operation': encodeFrame(FrameType.open, 1, 1, Buffer.from([250])),
    'OPEN of stream 0': encodeFrame(FrameType.open, 0, 0, Buffer.from([Op.ping])),
    'a stream that is used twice': Buffer.concat([
      encodeFrame(
        FrameType.open,
        0,
        1,
        new PayloadWriter()
          .u8(Op.read)
          .string('/dev/zero', '')
          .u64(0n)
          .u64(1n << 62n)
          .finish(),
      ),
      encodeFrame(FrameType.open, 0, 1, Buffer.from([Op.ping])),
    ]),
    'data without credit': Buffer.concat([
      encodeFrame(
        FrameType.open,
        0,
        1,
        new PayloadWriter().u8(Op.write).string('/dev/null', '').u32(0).u32(0).finish(),
      ),
      ...Array.from({ length: 4096 }, () =>
        encodeFrame(FrameType.data, 0, 1, Buffer.alloc(MAX_PAYLOAD)),
      ).slice(0, 400),
    ]),
    'data before the end of OPEN': Buffer.concat([
      encodeFrame(FrameType.open, 2, 1, Buffer.from([1])),
      encodeFrame(FrameType.data, 0, 1),
    ]),
    'an endless OPEN': Buffer.concat(
      Array.from({ length: 70 }, () => encodeFrame(FrameType.open, 2, 1, Buffer.alloc(MAX_PAYLOAD, 1))),
    ),
    'a lying string': encodeFrame(
      FrameType.open,
      0,
      1,
      new PayloadWriter().u8(Op.stat).u32(0xffff_fff0).u8(1).finish(),
    ),
    'a lying argument count': encodeFrame(
      FrameType.open,
      0,
      1,
      new PayloadWriter()
        .u8(Op.exec)
        .u8(0)
        .u16(0)
        .u16(0)
        .string('', '')
        .string('', '')
        .u32(0xffff_ffff)
        .finish(),
    ),
    'no arguments': encodeFrame(
      FrameType.open,
      0,
      1,
      new PayloadWriter()
        .u8(Op.exec)
        .u8(0)
        .u16(0)
        .u16(0)
        .string('', '')
        .string('', '')
        .u32(0)
        .u32(0)
        .finish(),
    ),
    'a string with a NUL inside': encodeFrame(
      FrameType.open,
      0,
      1,
      new PayloadWriter().u8(Op.stat).u32(3).bytes(Buffer.from('a\0b\0')).finish(),
    ),
    'a truncated frame': encodeFrame(FrameType.open, 0, 1, Buffer.alloc(100)).subarray(0, 50),
    'odd credit, signal and resize': Buffer.concat([
      encodeFrame(
        FrameType.open,
        0,
        1,
        new PayloadWriter()
          .u8(Op.read)
          .string('/dev/zero', '')
          .u64(0n)
          .u64(1n << 62n)
          .finish(),
      ),
      encodeFrame(FrameType.signal, 0, 1, u32(9)),
      encodeFrame(FrameType.resize, 0, 1, Buffer.alloc(4, 255)),
      encodeFrame(FrameType.credit, 1, 1, u32(0xffff_ffff)),
      encodeFrame(FrameType.credit, 7, 1, u32(1)),
    ]),
  };
  for (const [what, bytes] of Object.entries(bad)) {
    it(`survives ${what}`, () => feed(bytes));
  }

  it('survives random frames and random bytes', async () => {
    for (let round = 0; round < 15; round += 1) {
      const parts = Array.from({ length: 60 }, () => {
        const type = randomInt(12);
        // No random operation but harmless ones: the "guest" of this test is this machine.
        const harmless = [Op.stat, Op.list, Op.ping, 0, 200][randomInt(5)] ?? 0;
        const payload = Buffer.concat([Buffer.from([harmless]), randomBytes(randomInt(40))]);
        return encodeFrame(type, randomInt(4) & ~2, randomInt(1, 4), payload);
      });
      await feed(Buffer.concat(round % 3 === 0 ? [randomBytes(5000)] : parts));
    }
  });

  it('starts over at a HELLO in the middle of a frame', async () => {
    const agent = startAgent(binary);
    await greet(agent);
    agent.channel.write(Buffer.concat([encodeHeader(FrameType.open, 0, 1, 5000), Buffer.alloc(1234, 65)]));
    const client = await GuestClient.connect(agent.channel, { timeout: 5000 });
    assert.equal((await shell(client, 'echo again')).stdout, 'again\n');
    client.close();
    assert.equal(await agent.exited, 0);
    sound(agent);
  });

  it('finds HELLO behind garbage', async () => {
    const agent = startAgent(binary);
    agent.channel.write(Buffer.concat([randomBytes(100_000), MAGIC_HELLO.subarray(0, 9)]));
    const client = await GuestClient.connect(agent.channel, { timeout: 5000 });
    assert.ok((await client.ping()) > 0);
    client.close();
    assert.equal(await agent.exited, 0);
    sound(agent);
  });
});
