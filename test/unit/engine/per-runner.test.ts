import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { VmError } from '#src/core/errors.js';
import { PerRunner } from '#src/engine/per-runner.js';
import { LocalRunner } from '#src/remote/local-runner.js';

describe('answers per runner', () => {
  it('are asked once, believed for a while, and kept apart', async () => {
    let asked = 0;
    const answers = new PerRunner(
      async () => (asked += 1),
      () => 50,
    );
    const [one, other] = [new LocalRunner(), new LocalRunner()];
    assert.deepEqual(await Promise.all([answers.get(one), answers.get(one), answers.get(other)]), [1, 1, 2]);
    assert.equal(await answers.get(one), 1);
    await sleep(60);
    assert.equal(await answers.get(one), 3);
  });

  it('are forgotten on request and when the host is lost', async () => {
    let asked = 0;
    const answers = new PerRunner(
      async () => {
        asked += 1;
        return asked;
      },
      () => 60_000,
    );
    const runner = new LocalRunner();
    const early = answers.get(runner);
    answers.forget(runner); // while it is being asked
    assert.deepEqual(await Promise.all([early, answers.get(runner)]), [1, 2]);
    assert.equal(await answers.get(runner), 2);
    runner.events.emit({ type: 'lost', error: new VmError('HOST_LOST', 'gone') });
    assert.equal(await answers.get(runner), 3);
  });

  it('are asked again after a failure', async () => {
    let asked = 0;
    const fail = async (): Promise<number> => {
      asked += 1;
      if (asked === 1) throw new Error('lost');
      return asked;
    };
    const answers = new PerRunner(fail, () => 1000);
    const runner = new LocalRunner();
    await assert.rejects(answers.get(runner), /lost/);
    assert.equal(await answers.get(runner), 2);
  });
});
