import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isVmError } from 'vmwright';
import { onEveryTarget, sharedVm } from '../support/targets.js';

/** Milliseconds for a program of the guest to start and listen, on a busy emulated host as well. */
const LISTENS = 60_000;

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;

onEveryTarget('ports', (target) => {
  const vm = sharedVm(target, { ports: [{ guestPort: 8080 }] });

  it('carries a local port into the guest', async () => {
    await vm().files.mkdir('/tmp/www');
    await vm().writeFile('/tmp/www/index.html', 'served by the guest\n');
    await using server = await vm().spawn('httpd', ['-f', '-p', '127.0.0.1:8080', '-h', '/tmp/www']);
    assert.ok(server.pid > 0);
    await vm().waitFor({ port: 8080 }, { timeout: LISTENS });
    const port = vm().ports[0]?.port;
    const response = await fetch(`http://127.0.0.1:${port}/index.html`);
    assert.equal(await response.text(), 'served by the guest\n');
  });

  it('resets a forwarded connection when nothing listens in the guest', async () => {
    await using forward = await vm().forward({ guestPort: 9 });
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
      connectTcp(forward.port, '127.0.0.1').on('error', resolve).resume();
    });
    assert.equal(error.code, 'ECONNRESET');
  });

  it('says that a local port is taken', async () => {
    await using first = await vm().forward({ guestPort: 1 });
    await assert.rejects(vm().forward({ guestPort: 1, hostPort: first.port }), withCode('PORT_IN_USE'));
  });

  it('carries connections at once, both ways, to their very ends', async () => {
    await using echo = await vm().spawn('nc', ['-ll', '-p', '7', '-e', 'cat']);
    assert.ok(echo.pid > 0);
    await vm().waitFor({ port: 7 }, { timeout: LISTENS });
    await using forward = await vm().forward({ guestPort: 7 });
    const there = Array.from({ length: 8 }, () => randomBytes(200_000));
    const back = await Promise.all(
      there.map((bytes) => {
        const socket = connectTcp({ port: forward.port, host: '127.0.0.1', allowHalfOpen: true });
        socket.end(bytes);
        return buffer(socket);
      }),
    );
    for (const [index, bytes] of there.entries())
      assert.ok(back[index]?.equals(bytes), `connection ${index}`);
  });

  it('dials a port of the guest without a local one', async () => {
    await using echo = await vm().spawn('nc', ['-l', '-p', '77', '-e', 'cat']);
    assert.ok(echo.pid > 0);
    await assert.rejects(vm().dial({ port: 78 }), withCode('GUEST_CONNECT_FAILED'));
    const stream = await vm().dial({ port: 77 });
    stream.end('over and out');
    assert.equal(String(await buffer(stream)), 'over and out');
  });

  it('listens no more once it is closed', async () => {
    const forward = await vm().forward({ guestPort: 7 });
    await forward.close();
    const [error] = (await once(connectTcp(forward.port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });
});
