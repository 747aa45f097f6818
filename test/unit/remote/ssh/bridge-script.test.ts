import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalRunner } from '#src/remote/index.js';
import { BRIDGE, BRIDGE_CONNECTED, BRIDGE_MISSING } from '#src/remote/ssh/bridge-script.js';
import { skipBecause } from '../../../support/skip.js';

/** A PATH on which the script finds one program only. */
function pathWith(folder: string, program: string): string | undefined {
  try {
    symlinkSync(
      execFileSync('sh', ['-c', `PATH=/usr/bin:/bin command -v ${program}`], { encoding: 'utf8' }).trim(),
      join(folder, program),
    );
  } catch {
    return undefined;
  }
  for (const tool of ['sh', 'sed', 'env']) symlinkSync(`/usr/bin/${tool}`, join(folder, tool));
  return folder;
}

describe('bridge to a unix socket', () => {
  const runner = new LocalRunner();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vmwright-bridge-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const start = (path: string, PATH: string) =>
    runner.spawn(['/bin/sh', '-c', BRIDGE, 'sh', path], {
      env: { ...process.env, PATH } as Record<string, string>,
    });

  for (const program of ['perl', 'python3', 'socat']) {
    it(`carries bytes both ways with ${program}`, async function () {
      const PATH = pathWith(folder, program);
      if (PATH === undefined) skipBecause(this, `${program} is not installed`);
      const socket = join(folder, "so:ck,et (1) 'x'");
      const failed = await start(socket, PATH);
      let why = '';
      failed.stderr.on('data', (chunk: Buffer) => (why += chunk.toString()));
      failed.stdin.end();
      await failed.exited;
      assert.match(why, /No such file/);
      assert.doesNotMatch(why, new RegExp(BRIDGE_CONNECTED));
      const server = createServer((stream) => stream.pipe(stream)).listen(socket);
      await once(server, 'listening');
      const child = await start(socket, PATH);
      const bytes = randomBytes(2_000_000);
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      let told = '';
      child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
      child.stdin.end(bytes);
      await child.exited;
      assert.ok(Buffer.concat(chunks).equals(bytes));
      assert.ok(told.includes(BRIDGE_CONNECTED));
      server.close();
      await once(server, 'close');
    });
  }

  it('says when there is no program for it', async () => {
    const child = await start('/x', folder);
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    await child.exited;
    assert.ok(told.includes(BRIDGE_MISSING));
  });
});
