import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallQueue } from '#src/native/xen/call-queue.js';

describe('CallQueue', () => {
  it('runs calls one after another, in order, also after a failure', async () => {
    const queue = new CallQueue('it');
    const seen: string[] = [];
    const call = (name: string, fails = false) =>
      queue.run(async () => {
        seen.push(`+${name}`);
        await sleep(5);
        seen.push(`-${name}`);
        if (fails) throw new Error(name);
        return name;
      });
    const results = await Promise.allSettled([call('a'), call('b', true), call('c')]);
    assert.deepEqual(seen, ['+a', '-a', '+b', '-b', '+c', '-c']);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('finishes what was asked for, then takes no more', async () => {
    const queue = new CallQueue('the handle');
    let done = false;
    const running = queue.run(async () => {
      await sleep(5);
      done = true;
    });
    await queue.close();
    assert.equal(done, true);
    await running;
    await assert.rejects(
      queue.run(async () => 1),
      { code: 'VM_STATE', message: 'the handle is closed' },
    );
    await queue.close();
  });
});
