import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { isVmError, VmError, type VmErrorCode } from '#src/core/errors.js';
import { type Operation, runOperation } from '#src/core/operation.js';
import type { Machine } from '#src/engine/engine.js';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { LocalRunner } from '#src/remote/index.js';
import type { RunningVm } from '#src/vm-process/index.js';
import { Move } from '#src/xen/move.js';
import { folder, spec } from './support.js';

const withCode =
  (code: VmErrorCode, text = /./) =>
  (error: unknown) => {
    assert.ok(isVmError(error) && error.code === code && text.test(error.message), String(error));
    return true;
  };
const refused = new VmError('ENGINE_FAILED', 'nobody reads');

describe('move of a VM between two toolstacks', () => {
  const home = mkdtempSync(join(tmpdir(), 'vmwright-move-'));
  const socket = join(home, 'migrate');
  let server: Server;
  let source: Socket | undefined;
  /** What the source was asked. */
  let asked: string[];
  /** Tells how the source's part ended. */
  let over: { resolve: (value: object) => void; reject: (error: unknown) => void };
  before((done) => {
    server = createServer((connected) => {
      source = connected.on('error', () => {});
      // As the toolstack does it: a way that is cut before the guest has left leaves it where it is.
      connected.on('close', () => over.reject(refused)).resume();
    }).listen(socket, done);
  });
  beforeEach(() => {
    asked = [];
  });
  after(() => {
    server.close();
    rmSync(home, { recursive: true });
  });

  const vm = (detached = false): RunningVm => {
    const sent = new Promise<object>((resolve, reject) => {
      over = { resolve, reject };
    });
    sent.catch(() => {});
    const execute = async (command: string) => {
      asked.push(command);
      if (command === 'x-xen-migrate-undo') over.reject(refused);
      return command === 'x-xen-migrate' ? sent : {};
    };
    const qmp = { execute, isClosed: false } as unknown as RunningVm['qmp'];
    return {
      runner: new LocalRunner(),
      spec: { ...spec, detached },
      folder: { ...folder, migration: socket },
      qmp,
    };
  };

  type Receive = (spec: VmSpec, open: () => Promise<Duplex>, op: Operation) => Promise<Machine>;
  const machine = {} as Machine;
  const move = (from: RunningVm, receive: Receive, signal?: AbortSignal) =>
    runOperation('test', { signal }, (op) =>
      new Move(from, { runner: new LocalRunner(), spec, receive }, op, 200).run(spec),
    );
  /** A target that listens until it is told to end, or its way is cut. */
  const waiting: Receive = async (_, open, op) => {
    const way = await op.race(open());
    way.resume();
    await op.race(once(way, 'close'));
    throw new VmError('ENGINE_FAILED', 'the stream ended');
  };

  it('gives the machine that the target made of it', async () => {
    const receive: Receive = async (_, open) => {
      await open();
      return machine;
    };
    assert.equal(await move(vm(), receive), machine);
    assert.deepEqual(asked, ['x-xen-migrate-listen', 'x-xen-migrate']);
    source?.destroy();
  });

  it('asks nothing of the source while the target is not ready', async () => {
    const receive: Receive = async () => {
      throw new VmError('VM_NAME_TAKEN', 'taken');
    };
    await assert.rejects(move(vm(), receive), withCode('VM_NAME_TAKEN', /^taken$/));
    assert.deepEqual(asked, []);
  });

  it('lets the guest go on when the target ends, and tells what both sides said', async () => {
    const receive: Receive = async (_, open) => {
      await open();
      throw new VmError('MEMORY_FULL', 'no room');
    };
    await assert.rejects(move(vm(), receive), withCode('MEMORY_FULL', /goes on: no room; nobody reads/));
    assert.ok(asked.includes('x-xen-migrate-undo'));
  });

  it('ends a target whose source sends nothing', async () => {
    const stuck: Receive = async (_, open, op) => {
      await open();
      over.reject(new VmError('ENGINE_FAILED', 'the guest does not suspend'));
      return op.race(new Promise<never>(() => {}));
    };
    await assert.rejects(
      move(vm(), stuck),
      withCode('ENGINE_FAILED', /goes on: the guest does not suspend$/),
    );
  });

  it('cuts the way when it is aborted, or ends a target that is not ready yet', async () => {
    for (const delay of [0, 100]) {
      const receive: Receive = async (...args) => {
        if (delay === 0) await new Promise((resolve) => setTimeout(resolve, 50));
        return waiting(...args);
      };
      await assert.rejects(move(vm(), receive, AbortSignal.timeout(delay)), withCode('TIMEOUT'));
    }
  });

  it('is not aborted once the guest has left', async () => {
    const controller = new AbortController();
    const receive: Receive = async (_, open) => {
      await open();
      controller.abort();
      return machine;
    };
    assert.equal(await move(vm(), receive, controller.signal), machine);
  });

  it('a detached VM whose new host is lost goes on only if it has not left', async () => {
    const lost: Receive = async (_, open) => {
      await open();
      throw new VmError('HOST_LOST', 'gone');
    };
    await assert.rejects(move(vm(true), lost), withCode('HOST_LOST', /goes on: gone/));
    assert.ok(!asked.includes('x-xen-migrate-undo'));
    const left = vm(true);
    over.reject = () => {}; // it was told to go on there, and nobody has told it otherwise
    await assert.rejects(move(left, lost), withCode('HOST_LOST', /not known/));
  });
});
