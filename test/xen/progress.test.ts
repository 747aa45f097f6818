import assert from 'node:assert/strict';
import type { ProgressEvent } from 'vmwright';
import { connectTo } from '../support/targets.js';
import { hostPath, inGuest, limit, onXen } from './support/xen-target.js';

const MIB = 2 ** 20;
/** Milliseconds between two events are 250; a client may read two of them at once. */
const MOST_A_SECOND = 6;

/** Listens to one step. */
class Heard {
  readonly events: ProgressEvent[] = [];
  readonly #since = performance.now();
  readonly listen = (event: ProgressEvent): void => {
    this.events.push(event);
  };

  /** Checks the whole; gives the last figures. */
  end(step: string): { completed: number; total: number } {
    const seconds = (performance.now() - this.#since) / 1000;
    const { events } = this;
    assert.deepEqual(new Set(events.map((event) => event.step)), new Set([step]));
    assert.deepEqual(
      events.map(({ done = false }) => done),
      events.map((_, index) => index === events.length - 1),
    );
    assert.ok(events.length <= 3 + seconds * MOST_A_SECOND, `${events.length} in ${seconds} s`);
    const figures = events.flatMap(({ completed, total }) =>
      completed === undefined || total === undefined ? [] : [{ completed, total }],
    );
    assert.ok(figures.length >= 3, JSON.stringify(events));
    for (const [index, { completed, total }] of figures.entries()) {
      assert.ok(completed <= total, JSON.stringify(figures));
      assert.ok(completed >= (figures[index - 1]?.completed ?? 0), JSON.stringify(figures));
    }
    const last = figures.at(-1);
    assert.ok(last !== undefined && last.completed === last.total);
    return last;
  }
}

onXen('progress of long work', ({ target, create }) => {
  it('saving and restoring tell how far they are', async function () {
    this.timeout(limit(3));
    const path = hostPath('progress');
    const vm = await create({ machine: 'pvh' });
    try {
      await inGuest(vm, 'head -c 100000000 /dev/urandom >/tmp/noise');
      const saved = new Heard();
      await vm.save(path, { onProgress: saved.listen });
      const { total } = saved.end('save');
      assert.ok(total > 200 * MIB && total < 280 * MIB, String(total));
    } finally {
      await vm.destroy();
    }
    await using host = await connectTo(target);
    const restored = new Heard();
    await using again = await host.restore(path, { onProgress: restored.listen });
    assert.ok(restored.end('restore').total > 100 * MIB);
    assert.equal(await inGuest(again, 'wc -c </tmp/noise'), '100000000');
  });

  it('migrating tells how far it is', async function () {
    this.timeout(limit(4));
    await using host = await connectTo(target);
    await using vm = await create({ machine: 'pvh', memory: '192MiB' });
    const heard = new Heard();
    const name = `progress-${process.pid}`;
    await using moved = await vm.migrate(host, { name, onProgress: heard.listen });
    const { total } = heard.end('migrate');
    assert.ok(total > 150 * MIB && total < 800 * MIB, String(total));
    assert.equal(await inGuest(moved, 'echo on'), 'on');
  });
});
