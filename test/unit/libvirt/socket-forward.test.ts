import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SocketForward } from '#src/libvirt/socket-forward.js';

describe('a socket that leads elsewhere', () => {
  it('leaves nothing behind when it cannot be made', async () => {
    const before = process.env.TMPDIR;
    const { listen } = Server.prototype;
    const folder = mkdtempSync(join(tmpdir(), 'vmwright-forward-'));
    process.env.TMPDIR = folder;
    Server.prototype.listen = function (this: Server) {
      setImmediate(() => this.emit('error', new Error('no more files')));
      return this;
    } as typeof listen;
    try {
      await assert.rejects(
        SocketForward.listen(() => Promise.reject(new Error('not now'))),
        /no more files/,
      );
      assert.deepEqual(readdirSync(folder), []);
    } finally {
      Server.prototype.listen = listen;
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      rmSync(folder, { recursive: true });
    }
  });
});
