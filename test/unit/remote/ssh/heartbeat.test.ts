import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Heartbeat } from '#src/remote/ssh/heartbeat.js';

describe('Heartbeat', () => {
  it('asks, and tells of silence once', async () => {
    let pings = 0;
    let silences = 0;
    const heart = new Heartbeat(150, { ping: () => (pings += 1), onSilence: () => (silences += 1) });
    await sleep(400);
    heart.stop();
    assert.equal(silences, 1);
    assert.ok(pings >= 1);
  });

  it('is content with answers', async () => {
    let silences = 0;
    const heart: Heartbeat = new Heartbeat(150, {
      ping: () => heart.alive(),
      onSilence: () => (silences += 1),
    });
    await sleep(500);
    heart.stop();
    assert.equal(silences, 0);
  });

  it('does not blame the peer for our own pause', async () => {
    let silences = 0;
    const heart: Heartbeat = new Heartbeat(300, {
      ping: () => setImmediate(heart.alive),
      onSilence: () => (silences += 1),
    });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
    await sleep(250);
    heart.stop();
    assert.equal(silences, 0);
  });
});
