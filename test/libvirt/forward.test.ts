import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { join } from 'node:path';
import { Connect } from 'vmwright/libvirt';
import { SocketForward } from '#src/libvirt/socket-forward.js';
import { requireLibvirtd, SessionDaemon } from '../native/support/libvirt-daemon.js';
import { fdCount } from '../support/leaks.js';

describe('a socket that leads to libvirt elsewhere', function () {
  this.timeout(60_000);
  let daemon: SessionDaemon;
  before(async function () {
    requireLibvirtd(this);
    daemon = await SessionDaemon.start();
  });
  after(() => daemon?.[Symbol.asyncDispose]());

  const sockets: Socket[] = [];
  const dial = async () => {
    const socket = connectSocket(join(daemon.folder, 'libvirt', 'libvirt-sock'));
    sockets.push(socket);
    return socket;
  };
  const uri = (path: string) => `qemu+unix:///session?socket=${encodeURIComponent(path)}`;

  it('carries calls, large answers among them, after nobody can connect any more', async () => {
    const before = fdCount();
    const forward = await SocketForward.listen(dial);
    const connect = await Connect.open(uri(forward.path));
    await forward.stopListening();
    assert.equal(existsSync(forward.path), false);
    const [first, ...others] = await Promise.all(Array.from({ length: 50 }, () => connect.getCapabilities()));
    assert.ok((first?.length ?? 0) > 1000);
    assert.ok(others.every((each) => each === first));
    await connect.close();
    await forward.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(fdCount() <= before + 2, `${fdCount()} descriptors, ${before} before`);
  });

  it('tells a connection that the way is cut', async () => {
    const forward = await SocketForward.listen(dial);
    await using connect = await Connect.open(uri(forward.path));
    const cut = new Promise((resolve) => connect.on('close', resolve));
    await connect.getHostname();
    sockets.at(-1)?.destroy(new Error('the cable is cut'));
    await cut;
    assert.match(String(forward.failure), /cable is cut/);
    await assert.rejects(connect.getHostname(), { code: 'LIBVIRT_ERROR' });
    await forward.close();
  });

  it('tells so also whoever asks too late', async () => {
    const forward = await SocketForward.listen(dial);
    await using connect = await Connect.open(uri(forward.path));
    sockets.at(-1)?.destroy(new Error('the cable is cut'));
    await assert.rejects(connect.getHostname(), { code: 'LIBVIRT_ERROR' });
    for (let again = 0; again < 2; again++) {
      let told = 0;
      await connect.on('close', () => told++);
      assert.equal(told, 1);
    }
    await forward.close();
  });

  it('says why nobody could be reached', async () => {
    const forward = await SocketForward.listen(() => Promise.reject(new Error('no way')));
    await assert.rejects(Connect.open(uri(forward.path)), { code: 'LIBVIRT_ERROR' });
    assert.match(String(forward.failure), /no way/);
    await forward.close();
  });
});
