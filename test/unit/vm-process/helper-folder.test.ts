import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DROP_HELPER, helperFolder } from '#src/vm-process/helper-folder.js';

describe('folder of a helper', () => {
  let id: string;
  let folder: string;
  beforeEach(async () => {
    id = `test-${randomBytes(5).toString('hex')}`;
    folder = helperFolder(id);
    await mkdir(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const drop = () => promisify(execFile)('sh', ['-c', `${DROP_HELPER}drop_helper "$1"`, 'sh', id]);
  const sleeper = (...words: string[]) => spawn('sh', ['-c', 'read -r line', 'sh', ...words]);

  it('goes with its helper', async () => {
    const helper = sleeper(join(folder, 'socket'));
    await writeFile(join(folder, 'pid'), `${helper.pid}\n`);
    const ended = once(helper, 'exit');
    await drop();
    assert.deepEqual(await ended, [null, 'SIGTERM']);
    assert.ok(!existsSync(folder));
  });

  it('ends no other process, whatever the number in it', async () => {
    const other = sleeper('innocent');
    await writeFile(join(folder, 'pid'), `${other.pid}\n`);
    await drop();
    assert.ok(!existsSync(folder));
    assert.equal(other.exitCode, null);
    const ended = once(other, 'exit');
    other.stdin.end();
    assert.deepEqual((await ended)[1], null);
  });

  it('need not be there', async () => {
    await rm(folder, { recursive: true });
    await drop();
  });
});
