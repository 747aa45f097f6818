import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { VmError } from '#src/core/errors.js';
import { GuestClient } from '#src/guest/index.js';
import { skipBecause } from '../../support/skip.js';
import { type Fixture, openFixture, shell, startAgent } from './real-agent.js';

describe('GuestClient (real agent)', () => {
  let f: Fixture;
  beforeEach(async function () {
    if (process.platform !== 'linux') skipBecause(this, 'the agent runs on Linux');
    f = await openFixture();
  });
  afterEach(() => f?.close());

  it('knows the guest and answers pings', async () => {
    assert.equal(f.client.info.protocol, 1);
    assert.match(f.client.info.agentVersion, /^\d+\.\d+\.\d+$/);
    assert.match(f.client.info.bootId, /^[0-9a-f-]{36}$/);
    assert.ok(f.client.info.uptimeMs > 0);
    assert.ok((await f.client.ping()) < 1000);
    await f.client.sync();
  });

  it('dials ports and sockets, with half-close and errors', async () => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('end', () => socket.end(`got ${text.length}`));
    });
    server.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    for (const target of [{ port }, { port, host: 'localhost' }]) {
      const socket = await f.client.dial(target);
      socket.end(Buffer.alloc(1_000_000));
      let answer = '';
      for await (const text of socket) answer += text;
      assert.equal(answer, 'got 1000000');
    }
    server.close();
    await assert.rejects(f.client.dial({ port: 1 }), { code: 'GUEST_CONNECT_FAILED', errno: 'ECONNREFUSED' });
    await assert.rejects(f.client.dial({ path: '/no/such' }), {
      code: 'GUEST_CONNECT_FAILED',
      errno: 'ENOENT',
    });
    await assert.rejects(f.client.dial({ port: 70000 }), { code: 'OPTION_INVALID' });
  });

  it('dials unix sockets and drops the connection on destroy', async () => {
    const path = join(f.dir, 'sock');
    const server = createServer();
    server.listen(path);
    await once(server, 'listening');
    const accepted = once(server, 'connection');
    const socket = await f.client.dial({ path });
    const [peer] = await accepted;
    peer.on('error', () => {});
    peer.resume();
    socket.destroy();
    await once(peer, 'close');
    server.close();
  });

  it('loses everything at once when the agent is killed', async () => {
    const child = f.client.spawn({ command: 'sleep', args: ['1000'], env: {} });
    await child.started;
    const start = performance.now();
    f.agent.kill();
    await assert.rejects(child.exited, { code: 'AGENT_LOST' });
    assert.equal((await f.client.closed)?.code, 'AGENT_LOST');
    await assert.rejects(f.client.ping(), { code: 'AGENT_LOST' });
    assert.ok(performance.now() - start < 1000);
  });

  it('makes the agent kill what it started when it closes', async () => {
    const { stdout } = await shell(f.client, 'sleep 1000 >/dev/null 2>&1 & echo $!');
    const child = f.client.spawn({ command: 'sleep', args: ['1000'], env: {} });
    const pid = await child.started;
    f.client.close();
    assert.equal(await f.client.closed, undefined);
    assert.equal(await f.agent.exited, 0);
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    process.kill(Number(stdout)); // it was sent to the background on purpose, so it lives on
  });

  it('gives up connecting on abort and destroys the channel', async () => {
    const silent = new PassThrough();
    silent.on('data', () => {}); // takes HELLO, never answers
    await assert.rejects(GuestClient.connect(silent, { timeout: 50 }), { code: 'TIMEOUT' });
    assert.ok(silent.destroyed);
    await assert.rejects(GuestClient.connect(silent, {}), { code: 'AGENT_LOST' });
  });

  it('passes the reason of an outer failure on', async () => {
    const agent = startAgent();
    const client = await GuestClient.connect(agent.channel, { timeout: 5000 });
    const child = client.spawn({ command: 'sleep', args: ['1000'], env: {} });
    const reason = new VmError('VM_CRASHED', 'kernel panic');
    client.fail(reason);
    await assert.rejects(child.exited, reason);
    assert.equal(client.lost, reason);
    assert.equal(await agent.exited, 0);
  });
});
