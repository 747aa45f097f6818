import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { Xenstore } from 'vmwright/xen';
import { VmError } from '#src/core/errors.js';
import {
  encodeMessage,
  type Message,
  MessageDecoder,
  MessageType,
  packStrings,
} from '#src/native/xen/xenstore/wire.js';
import { eventually, fdCount } from '../../../../support/leaks.js';

/** The daemon's end of a connection: says what the test lets it say. What a daemon would never do is tested with it. */
class Peer {
  readonly received: Message[] = [];
  readonly #decoder = new MessageDecoder();
  readonly stream: Duplex;
  onMessage: (message: Message) => void = () => {};

  constructor() {
    this.stream = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        for (const message of this.#decoder.push(chunk)) {
          this.received.push(message);
          this.onMessage(message);
        }
        done();
      },
    });
  }

  say(message: Partial<Message> & { payload: Buffer }): void {
    this.stream.push(encodeMessage({ type: 0, requestId: 0, transactionId: 0, ...message }));
  }
}

function connected(): { store: Xenstore; peer: Peer } {
  const peer = new Peer();
  return { peer, store: Xenstore.over(peer.stream) };
}

describe('xenstore connection', () => {
  it('finds the request of each reply, in whatever order they come', async () => {
    const { store, peer } = connected();
    const reads = ['/a', '/b', '/c'].map((path) => store.get(path));
    await new Promise(setImmediate);
    for (const request of peer.received.toReversed()) {
      const path = request.payload.toString().replace('\0', '');
      peer.say({ ...request, payload: Buffer.from(`value of ${path}`) });
    }
    assert.deepEqual(await Promise.all(reads), ['value of /a', 'value of /b', 'value of /c']);
    await store.close();
  });

  it('is ended by a reply that nobody asked for, and by garbage', async () => {
    for (const bytes of [
      encodeMessage({ type: 2, requestId: 99, transactionId: 0, payload: Buffer.alloc(0) }),
      Buffer.alloc(64, 0xff),
    ]) {
      const { store, peer } = connected();
      const failed = assert.rejects(store.get('/a'), { code: 'XENSTORE_ERROR' });
      peer.stream.push(bytes);
      await failed;
      assert.equal(peer.stream.destroyed, true);
      await assert.rejects(store.get('/a'), { code: 'XENSTORE_ERROR' });
      await store.close();
    }
  });

  it('takes no reply of another kind', async () => {
    const { store, peer } = connected();
    peer.onMessage = (request) => peer.say({ ...request, type: MessageType.RM });
    await assert.rejects(store.get('/a'), { message: /READ request got a reply of type 13/ });
    await store.close();
  });

  it('passes on errnos that it does not know', async () => {
    const { store, peer } = connected();
    peer.onMessage = (request) =>
      peer.say({ ...request, type: MessageType.ERROR, payload: packStrings('EQUOTA') });
    await assert.rejects(store.set('/a', ''), {
      code: 'XENSTORE_ERROR',
      xenstoreCode: 'UNKNOWN',
      errno: 'EQUOTA',
      call: 'WRITE',
      message: 'xenstore WRITE /a: EQUOTA',
    });
    await store.close();
  });

  it('that breaks ends calls and watches with the reason', async () => {
    const { store, peer } = connected();
    peer.onMessage = (request) => peer.say({ ...request, payload: packStrings('OK') });
    const watch = await store.watch('/a');
    peer.onMessage = () => {};
    const lost = new VmError('HOST_LOST', 'the ssh connection broke');
    const failed = [
      assert.rejects(store.get('/a'), { code: 'HOST_LOST' }),
      assert.rejects(watch.next(), { code: 'HOST_LOST' }),
    ];
    peer.stream.destroy(lost);
    await Promise.all(failed);
    await watch.close();
    await store.close();
  });

  it('that is closed ends calls with VM_STATE and watches without an error', async () => {
    const { store, peer } = connected();
    peer.onMessage = (request) => peer.say({ ...request, payload: packStrings('OK') });
    const watch = await store.watch('/a');
    peer.onMessage = () => {};
    const failed = assert.rejects(store.get('/a'), { code: 'VM_STATE' });
    const ended = watch.next();
    await store.close();
    await failed;
    assert.equal((await ended).done, true);
    await assert.rejects(store.get('/a'), { code: 'VM_STATE' });
    await store.close();
  });

  it('gives up a call by signal and by timeout', async () => {
    const { store } = connected();
    await assert.rejects(store.get('/a', { timeout: 5 }), { code: 'TIMEOUT' });
    await assert.rejects(store.get('/a', { signal: AbortSignal.abort() }), { code: 'ABORTED' });
    await store.close();
  });
});

describe('xenstore watch', () => {
  it('keeps one event for each path until it is looked at, and one for all when they are too many', async () => {
    const { store, peer } = connected();
    let token = '';
    peer.onMessage = (request) => {
      token = request.payload.toString().split('\0')[1] ?? '';
      peer.say({ ...request, payload: packStrings('OK') });
    };
    const watch = await store.watch('/a');
    const event = (path: string) =>
      peer.say({ type: MessageType.WATCH_EVENT, payload: packStrings(path, token) });
    for (const path of ['/a/b', '/a/b', '/a/c', '/a/b']) event(path);
    assert.deepEqual((await watch.next()).value, { path: '/a/b' });
    assert.deepEqual((await watch.next()).value, { path: '/a/c' });
    event('/a/b');
    assert.deepEqual((await watch.next()).value, { path: '/a/b' });
    for (let i = 0; i <= 4096; i += 1) event(`/a/${i}`);
    assert.deepEqual((await watch.next()).value, { path: '/a' });
    await watch.close();
    assert.equal((await watch.next()).done, true);
    await store.close();
  });
});

describe('xenstore lists that come in parts', () => {
  /** As the C daemon sends them: 4.17's other daemon does not know parts, so no test host has them. */
  const answer = (peer: Peer, parts: (offset: number) => Buffer) => {
    peer.onMessage = (request) => {
      const offset = Number(request.payload.toString().split('\0')[1]);
      if (request.type === MessageType.DIRECTORY) {
        peer.say({ ...request, type: MessageType.ERROR, payload: packStrings('E2BIG') });
      } else {
        peer.say({ ...request, payload: parts(offset) });
      }
    };
  };

  it('are put together', async () => {
    const { store, peer } = connected();
    answer(peer, (offset) =>
      offset === 0 ? packStrings('7', 'b', 'cc') : packStrings('7', offset === 5 ? 'a' : '?', ''),
    );
    assert.deepEqual(await store.list('/many'), ['a', 'b', 'cc']);
    await store.close();
  });

  it('are read again when they changed meanwhile', async () => {
    const { store, peer } = connected();
    let first = true;
    answer(peer, (offset) => {
      if (offset === 0 && first) {
        first = false;
        return packStrings('7', 'old');
      }
      return offset === 0 ? packStrings('8', 'new') : packStrings('8', 'z', '');
    });
    assert.deepEqual(await store.list('/many'), ['new', 'z']);
    await store.close();
  });
});

describe('xenstore transaction', () => {
  it('is done again while the daemon says EAGAIN, and has its number in every request', async () => {
    const { store, peer } = connected();
    let started = 0;
    peer.onMessage = (request) => {
      if (request.type === MessageType.TRANSACTION_START) {
        started += 1;
        peer.say({ ...request, payload: packStrings(String(started)) });
      } else if (request.type === MessageType.TRANSACTION_END && started < 3) {
        peer.say({ ...request, type: MessageType.ERROR, payload: packStrings('EAGAIN') });
      } else {
        peer.say({ ...request, payload: packStrings('OK') });
      }
    };
    await store.transaction((transaction) => transaction.set('/a', '1'));
    const sent = peer.received.map(({ type, transactionId }) => [type, transactionId]);
    const { TRANSACTION_START: start, TRANSACTION_END: end, WRITE: write } = MessageType;
    assert.deepEqual(
      sent,
      [1, 2, 3].flatMap((id) => [
        [start, 0],
        [write, id],
        [end, id],
      ]),
    );
    await store.close();
  });

  it('is discarded when its function throws', async () => {
    const { store, peer } = connected();
    peer.onMessage = (request) =>
      peer.say({
        ...request,
        payload: packStrings(request.type === MessageType.TRANSACTION_START ? '5' : 'OK'),
      });
    const failed = store.transaction(async () => {
      throw new Error('on purpose');
    });
    await assert.rejects(failed, /on purpose/);
    const last = peer.received.at(-1);
    assert.deepEqual([last?.type, last?.transactionId], [MessageType.TRANSACTION_END, 5]);
    assert.equal(last?.payload.toString(), 'F\0');
    await store.close();
  });
});

describe('Xenstore.open', () => {
  it('says at once that nobody listens', async () => {
    await assert.rejects(Xenstore.open({ path: '/nowhere/socket' }), {
      code: 'ENGINE_UNAVAILABLE',
      errno: 'ENOENT',
      message: /there is no such socket/,
    });
  });

  it('connects to a socket, and leaves no descriptor open', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vmwright-xenstore-'));
    const path = join(folder, 'socket');
    const server = createServer((socket) => {
      const decoder = new MessageDecoder();
      socket.on('data', (chunk) => {
        for (const request of decoder.push(chunk)) socket.write(encodeMessage(request));
      });
      socket.on('error', () => {});
    });
    try {
      await once(server.listen(path), 'listening');
      const before = fdCount();
      for (let i = 0; i < 10; i += 1) {
        const store = await Xenstore.open({ path });
        assert.equal(await store.get('/echo'), '/echo\0');
        await store.close();
      }
      await eventually('the server closes its ends', () => fdCount() === before);
    } finally {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
