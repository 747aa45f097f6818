import assert from 'node:assert/strict';
import { checkSeconds, XenWatchdog } from '#src/native/xen/watchdog.js';

describe('XenWatchdog', () => {
  it('is set again by pet() and ended once by stop()', async () => {
    const calls: [number, number][] = [];
    const watchdog = new XenWatchdog(2, 30, async (id, seconds) => {
      calls.push([id, seconds]);
      return id;
    });
    await watchdog.pet();
    await watchdog.pet(5);
    await watchdog.stop();
    await watchdog[Symbol.asyncDispose]();
    assert.deepEqual(calls, [
      [2, 30],
      [2, 5],
      [2, 0],
    ]);
  });

  for (const wrong of [0, -1, 0.5, Number.NaN, 2 ** 40]) {
    it(`refuses ${wrong} seconds: 0 would reset the machine`, () =>
      assert.throws(() => checkSeconds(wrong), { code: 'OPTION_INVALID' }));
  }
});
