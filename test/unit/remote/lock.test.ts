import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalRunner } from '#src/remote/index.js';
import { eventually, processesMentioning } from '../../support/leaks.js';

/** A program that asks for a lock, says when it has it, and stays. */
const CLIENT = `import { LocalRunner } from '#src/remote/index.js';
console.log('asking');
await new LocalRunner().lock(process.argv[1], { wait: true });
console.log('locked');
setInterval(() => {}, 1000);`;

describe('takeLock', () => {
  const runner = new LocalRunner();
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-lock-'));
    path = join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const client = () => spawn(process.execPath, ['--input-type=module', '-e', CLIENT, path]);
  /** Shells and programs that hold the lock or wait for it. */
  const involved = () => processesMentioning(path).filter((line) => line.includes('vmwright-lock'));

  it('frees the lock of a client that is killed', async () => {
    const holder = client();
    for await (const text of holder.stdout) if (String(text).includes('locked')) break;
    assert.equal(await runner.lock(path, { wait: false }), undefined);
    holder.kill('SIGKILL');
    const lock = await runner.lock(path, { wait: true, timeout: 2000 });
    assert.ok(lock);
    await lock.release();
    await eventually('nobody has to do with the lock', () => involved().length === 0);
  });

  it('leaves nobody waiting for a client that is killed', async () => {
    const lock = await runner.lock(path, { wait: true });
    assert.ok(lock);
    const own = involved().length;
    const waiter = client();
    await eventually('the client waits', () => involved().length > own, 5000);
    waiter.kill('SIGKILL');
    await once(waiter, 'exit');
    await eventually('nobody waits', () => involved().length === own, 10_000);
    await lock.release();
    await eventually('nobody has to do with the lock', () => involved().length === 0);
  });

  it('leaves nobody waiting after an abort', async () => {
    const lock = await runner.lock(path, { wait: true });
    assert.ok(lock);
    const own = involved().length;
    await assert.rejects(runner.lock(path, { wait: true, timeout: 100 }), { code: 'TIMEOUT' });
    await eventually('nobody waits', () => involved().length === own, 10_000);
    await lock.release();
  });
});
