import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalRunner } from '#src/remote/local-runner.js';
import { ConsoleFollower } from '#src/vm-process/console-follower.js';
import { eventually, processesMentioning } from '../../support/leaks.js';

describe('follower of a console log', () => {
  const runner = new LocalRunner();
  let folder: string;
  let consoleLog: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-console-'));
    consoleLog = join(folder, 'console.log');
  });
  afterEach(async () => {
    await eventually('no reader is left', () => processesMentioning(folder).length === 0);
    await rm(folder, { recursive: true, force: true });
  });

  const follow = async (): Promise<ConsoleFollower> => {
    const follower = new ConsoleFollower({ runner, consoleLog, isKept: () => false, isLost: () => false });
    await follower.start();
    return follower;
  };

  it('gives all that is there, all that comes, and ends with the VM', async () => {
    await writeFile(consoleLog, 'first\n');
    const follower = await follow();
    const all = text(follower.out);
    await sleep(50);
    await appendFile(consoleLog, 'second\n');
    follower.finish();
    assert.equal(await all, 'first\nsecond\n');
  });

  it('gives the rest though the log is removed at once', async () => {
    await writeFile(consoleLog, 'a\n');
    const follower = await follow();
    const all = text(follower.out);
    const last = `${'0123456789'.repeat(300_000)}end`;
    await appendFile(consoleLog, last);
    follower.finish();
    await rm(folder, { recursive: true });
    assert.equal(await all, `a\n${last}`);
  });

  it('loses nothing to a slow reader', async () => {
    const content = Array.from({ length: 200_000 }, (_, line) => `line ${line}\n`).join('');
    await writeFile(consoleLog, content);
    const follower = await follow();
    await sleep(200);
    follower.finish();
    await sleep(200);
    assert.ok((await text(follower.out)) === content);
  });

  it('is empty when there is no log any more', async () => {
    assert.equal(await text((await follow()).out), '');
  });

  it('leaves no process when nobody reads any more', async () => {
    await writeFile(consoleLog, 'x');
    const follower = await follow();
    assert.ok(processesMentioning(folder).length > 0);
    follower.out.destroy();
  });
});
