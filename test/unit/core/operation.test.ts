import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { VmError } from '#src/core/errors.js';
import { runOperation } from '#src/core/operation.js';

const code = (expected: string) => (error: unknown) => error instanceof VmError && error.code === expected;
const never = new Promise<never>(() => {});

describe('runOperation', () => {
  it('gives the value and runs no undo step on success', async () => {
    let undone = 0;
    const value = await runOperation('work', {}, async (op) => {
      op.defer(() => {
        undone += 1;
      });
      return 42;
    });
    assert.equal(value, 42);
    assert.equal(undone, 0);
  });

  it('undoes in reverse order and keeps the original error', async () => {
    const order: string[] = [];
    const failing = runOperation('work', {}, async (op) => {
      op.defer(() => order.push('first'));
      op.defer(() => Promise.reject(new Error('undo failed')));
      op.defer(() => order.push('last'));
      throw new Error('original');
    });
    await assert.rejects(failing, (error: Error & { cleanupErrors?: string[] }) => {
      assert.equal(error.message, 'original');
      assert.deepEqual(error.cleanupErrors, ['undo failed']);
      return true;
    });
    assert.deepEqual(order, ['last', 'first']);
  });

  it('times out with TIMEOUT and names the call', async () => {
    const slow = runOperation('work', { timeout: 10 }, (op) => op.race(never));
    await assert.rejects(slow, (error: VmError) => {
      assert.equal(error.code, 'TIMEOUT');
      assert.equal(error.name, 'TimeoutError');
      assert.match(error.message, /work did not finish within 10 ms/);
      return true;
    });
  });

  it('aborts with ABORTED, leaving no listener on the signal', async () => {
    const controller = new AbortController();
    const work = runOperation('work', { signal: controller.signal }, (op) => op.race(never));
    controller.abort();
    await assert.rejects(work, code('ABORTED'));
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('lets many calls share one signal without a warning', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const { signal } = new AbortController();
    await Promise.all(
      Array.from({ length: 50 }, () => runOperation('work', { signal }, (op) => op.race(sleep(5)))),
    );
    process.off('warning', onWarning);
    assert.deepEqual(warnings, []);
  });

  it('takes AbortSignal.timeout() for a timeout', async () => {
    const work = runOperation('work', { signal: AbortSignal.timeout(5) }, (op) =>
      op.race(sleep(5000).then(() => {})),
    );
    await assert.rejects(work, code('TIMEOUT'));
  });

  it('does nothing when the signal is aborted already', async () => {
    let ran = false;
    const work = runOperation('work', { signal: AbortSignal.abort() }, async () => {
      ran = true;
    });
    await assert.rejects(work, code('ABORTED'));
    assert.equal(ran, false);
  });

  it('releases what an uncancellable step delivers too late', async () => {
    let give: (value: string) => void = () => {};
    const late = new Promise<string>((resolve) => {
      give = resolve;
    });
    const released: string[] = [];
    const work = runOperation('work', { timeout: 5 }, (op) =>
      op.acquire(late, (value) => released.push(value)),
    );
    await assert.rejects(work, code('TIMEOUT'));
    give('thing');
    await late;
    assert.deepEqual(released, ['thing']);
  });

  it('releases a thing that arrives in the very moment of the abort', async () => {
    const released: string[] = [];
    const abort = new AbortController();
    let give: (thing: string) => void = () => {};
    const thing = new Promise<string>((resolve) => {
      give = resolve;
    });
    const work = runOperation('work', { signal: abort.signal }, (op) =>
      op.acquire(thing, (value) => released.push(value)),
    );
    await sleep(1);
    give('thing');
    abort.abort();
    await assert.rejects(work, code('ABORTED'));
    assert.deepEqual(released, ['thing']);
  });

  it('releases an acquired thing once when a later step fails', async () => {
    const released: string[] = [];
    const work = runOperation('work', {}, async (op) => {
      await op.acquire(Promise.resolve('thing'), (value) => released.push(value));
      throw new Error('later');
    });
    await assert.rejects(work, /later/);
    assert.deepEqual(released, ['thing']);
  });
});
