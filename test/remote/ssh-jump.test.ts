import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { connectSsh } from '#src/remote/index.js';
import { eventually } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { noSshd, Sshd } from './support/sshd.js';

/** Established connections of this machine to one of its ports: /proc/net/tcp, remote address and state 01. */
function connectionsTo(port: number): number {
  const remote = new RegExp(
    `^ *\\d+: \\w+:\\w+ \\w+:${port.toString(16).toUpperCase().padStart(4, '0')} 01 `,
    'gm',
  );
  return readFileSync('/proc/net/tcp', 'utf8').match(remote)?.length ?? 0;
}

describe('a jump host', function () {
  this.timeout(30_000);
  let inner: Sshd;
  let outer: Sshd;
  before(async function () {
    const missing = noSshd();
    if (missing !== undefined) skipBecause(this, missing);
    inner = await Sshd.start();
    outer = await Sshd.start();
  });
  after(async () => {
    await inner?.stop();
    await outer?.stop();
  });

  it('loses the connection that led to a lost one', async () => {
    const entry = (name: string, sshd: Sshd, more = '') =>
      `Host ${name}\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${sshd.user.name}\n  IdentityFile ${sshd.path('client')}\n${more}`;
    writeFileSync(inner.path('config'), entry('inner', inner, '  ProxyJump outer\n') + entry('outer', outer));
    const keys = [inner, outer].map((sshd) => readFileSync(sshd.path('known_hosts'), 'utf8'));
    writeFileSync(inner.path('both'), keys.join(''));
    const runner = await connectSsh('ssh://inner', {
      configFile: inner.path('config'),
      knownHosts: inner.path('both'),
      agent: false,
    });
    assert.equal(connectionsTo(outer.port), 1);
    const restored = new Promise((resolve) => runner.events.on('restored', resolve));
    await inner.killSessions();
    await restored;
    await eventually('one connection is left', () => connectionsTo(outer.port) === 1);
    await runner.close();
    await eventually('no connection is left', () => connectionsTo(outer.port) === 0);
  });
});
