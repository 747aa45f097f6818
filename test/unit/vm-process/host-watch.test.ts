import assert from 'node:assert/strict';
import { VmError } from '#src/core/errors.js';
import { EventHub } from '#src/core/event-hub.js';
import type { RunnerEvent } from '#src/remote/runner.js';
import { HostWatch } from '#src/vm-process/host-watch.js';

const LOSS = new VmError('HOST_LOST', 'the cable was cut');

describe('HostWatch', () => {
  let events: EventHub<RunnerEvent>;
  let stop: AbortController;
  const watch = (down: boolean) => new HostWatch(events, down, LOSS, stop.signal);
  const state = async (promise: Promise<void>) => {
    const pending = new Promise((resolve) => setTimeout(resolve, 30, 'pending'));
    return Promise.race([promise.then(() => 'turn'), pending]).catch((error: unknown) => error);
  };
  beforeEach(() => {
    events = new EventHub();
    stop = new AbortController();
  });
  afterEach(() => stop.abort());

  it('waits while the host is down, whatever the pause', async () => {
    const host = watch(true);
    const turn = host.turn(0);
    assert.equal(await state(turn), 'pending');
    events.emit({ type: 'restored', rebooted: false });
    assert.equal(await state(turn), 'turn');
    assert.equal(host.rebooted, false);
  });

  it('waits for the pause while the host is up, and again when it goes down in it', async () => {
    const host = watch(false);
    assert.equal(await state(host.turn(0)), 'turn');
    assert.equal(await state(host.turn(5)), 'turn');
    const turn = host.turn(5);
    events.emit({ type: 'lost', error: LOSS });
    assert.equal(await state(turn), 'pending');
    events.emit({ type: 'restored', rebooted: true });
    assert.equal(await state(turn), 'turn');
    assert.equal(host.rebooted, true);
  });

  it('ends with the reason when nobody restores the connection', async () => {
    const refused = new VmError('HOST_AUTH_FAILED', 'no');
    const turn = watch(true).turn(0);
    events.emit({ type: 'given-up', error: refused });
    assert.equal(await state(turn), refused);
  });

  it('ends with the loss when the runner is closed or the watch is stopped', async () => {
    const host = watch(true);
    const turn = host.turn(0);
    events.close();
    assert.equal(await state(turn), LOSS);
    events = new EventHub();
    const stopped = watch(true).turn(0);
    stop.abort();
    assert.equal(await state(stopped), LOSS);
  });
});
