import assert from 'node:assert/strict';
import { EventHub } from '#src/core/event-hub.js';
import type { ProgressEvent } from '#src/core/progress.js';
import { withProgress } from '#src/vm-process/progress.js';
import type { QmpEvent } from '#src/vm-process/qmp-types.js';

describe('progress of long work', () => {
  const work = { step: 'save', message: 'saving bob' } as const;
  const tell = (hub: EventHub<QmpEvent>, what: 'save' | 'restore', done: number) =>
    hub.emit({ type: 'PROGRESS', what, done, total: 10 });

  it('begins without figures, tells its own step, and ends with done', async () => {
    const hub = new EventHub<QmpEvent>();
    const heard: ProgressEvent[] = [];
    const result = await withProgress(
      hub,
      work,
      (event) => heard.push(event),
      async () => {
        tell(hub, 'save', 4);
        tell(hub, 'restore', 9);
        return 'saved';
      },
    );
    tell(hub, 'save', 5);
    const step = { type: 'progress', ...work };
    const bytes = { total: 10, unit: 'bytes' };
    assert.equal(result, 'saved');
    assert.deepEqual(heard, [
      step,
      { ...step, ...bytes, completed: 4 },
      { ...step, ...bytes, completed: 10, done: true },
    ]);
  });

  it('that fails has no end', async () => {
    const heard: ProgressEvent[] = [];
    const failing = withProgress(
      new EventHub<QmpEvent>(),
      work,
      (event) => heard.push(event),
      () => Promise.reject(new Error('full')),
    );
    await assert.rejects(failing, /full/);
    assert.equal(heard.length, 1);
  });
});
