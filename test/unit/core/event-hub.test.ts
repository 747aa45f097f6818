import assert from 'node:assert/strict';
import { EventHub } from '#src/core/event-hub.js';

type Event = { readonly type: 'a'; readonly n: number } | { readonly type: 'b' };

describe('EventHub', () => {
  it('gives listeners only their type, until removed', () => {
    const hub = new EventHub<Event>();
    const seen: number[] = [];
    const off = hub.on('a', (event) => seen.push(event.n));
    hub.emit({ type: 'b' });
    hub.emit({ type: 'a', n: 1 });
    off();
    hub.emit({ type: 'a', n: 2 });
    assert.deepEqual(seen, [1]);
  });

  it('iterates what came while nobody waited, then ends on close', async () => {
    const hub = new EventHub<Event>();
    const iterator = hub.iterate();
    hub.emit({ type: 'a', n: 1 });
    hub.emit({ type: 'a', n: 2 });
    hub.close();
    const seen: Event[] = [];
    for await (const event of iterator) seen.push(event);
    assert.deepEqual(seen, [
      { type: 'a', n: 1 },
      { type: 'a', n: 2 },
    ]);
  });

  it('ends a waiting iterator when its signal aborts', async () => {
    const hub = new EventHub<Event>();
    const controller = new AbortController();
    const next = hub.iterate(controller.signal).next();
    controller.abort();
    assert.deepEqual(await next, { value: undefined, done: true });
  });

  it('drops the oldest events of a reader that never reads', async () => {
    const hub = new EventHub<Event>();
    const iterator = hub.iterate();
    for (let n = 0; n < 5000; n += 1) hub.emit({ type: 'a', n });
    const first = await iterator.next();
    assert.deepEqual(first.value, { type: 'a', n: 5000 - 1024 });
  });
});
