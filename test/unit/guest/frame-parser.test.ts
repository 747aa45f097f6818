import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { FrameError, FrameParser, SESSION_OVER } from '#src/guest/frame-parser.js';
import {
  encodeFrame,
  encodeHeader,
  type Frame,
  FrameType,
  MAGIC_START,
  MAX_PAYLOAD,
} from '#src/guest/wire.js';

describe('FrameParser', () => {
  const collect = (parser: FrameParser, bytes: Buffer, size: () => number): Frame[] => {
    const frames: Frame[] = [];
    for (let at = 0; at < bytes.length; ) {
      const end = at + size();
      parser.push(
        bytes.subarray(at, end),
        (frame) => frames.push({ ...frame, payload: Buffer.from(frame.payload) }) > 0,
      );
      at = end;
    }
    return frames;
  };

  it('cuts any fragmentation into the same frames', () => {
    const payloads = [0, 1, 11, 12, 13, 4096, MAX_PAYLOAD].map((n) => Buffer.alloc(n, n));
    const bytes = Buffer.concat(
      payloads.map((payload, i) => encodeFrame(FrameType.data, i % 3, i + 1, payload)),
    );
    for (const size of [() => 1, () => 7, () => randomInt(1, 5000), () => bytes.length]) {
      const frames = collect(new FrameParser(), bytes, size);
      assert.deepEqual(
        frames.map(({ type, channel, stream, payload }) => [type, channel, stream, payload.length]),
        payloads.map((payload, i) => [FrameType.data, i % 3, i + 1, payload.length]),
      );
      assert.ok(frames.every(({ payload }, i) => payload.equals(payloads[i] ?? Buffer.alloc(0))));
    }
  });

  it('refuses a length above the limit before the payload arrives', () => {
    const header = encodeHeader(FrameType.data, 1, 1, MAX_PAYLOAD + 1);
    assert.throws(() => new FrameParser().push(header, () => true), FrameError);
  });

  it('refuses non-zero reserved bytes', () => {
    const header = encodeHeader(FrameType.data, 1, 1, 0);
    header[2] = 1;
    assert.throws(() => new FrameParser().push(header, () => true), FrameError);
  });

  it('stops when the frame handler says so', () => {
    const two = Buffer.concat([encodeFrame(FrameType.eof, 1, 1), encodeFrame(FrameType.eof, 2, 1)]);
    let count = 0;
    new FrameParser().push(two, () => {
      count += 1;
      return false;
    });
    assert.equal(count, 1);
  });

  it('hears a restarted agent in the middle of a frame, however it is cut', () => {
    const half = encodeFrame(FrameType.data, 1, 1, Buffer.alloc(1000)).subarray(0, 300);
    const bytes = Buffer.concat([half, MAGIC_START]);
    for (const size of [1, 5, 16, 299, 316]) {
      const parser = new FrameParser();
      let over: unknown;
      for (let at = 0; at < bytes.length; at += size)
        over = parser.push(bytes.subarray(at, at + size), () => true);
      assert.equal(over, SESSION_OVER, `pieces of ${size}`);
    }
  });
});
