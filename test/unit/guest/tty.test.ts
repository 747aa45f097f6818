import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { GuestClient } from '#src/guest/index.js';
import { skipBecause } from '../../support/skip.js';
import { buildAgent, shell } from './real-agent.js';

/**
 * Starts the agent on a terminal once the file `$GATE` is there. The random bytes of a HELLO may be keys that interrupt who waits
 * or hold output back; nobody waits at a console of Xen's.
 */
const SCRIPT =
  'stty -isig -ixon; echo set; until [ -e "$GATE" ]; do sleep 0.05; done; exec "$AGENT" --device "$(tty)"';

/** On Xen the agent's channel is a terminal, which is set up for people until the agent opens it. */
describe('agent on a terminal', function () {
  this.timeout(60_000);
  const dir = mkdtempSync(join(tmpdir(), 'vmwright-tty-test-'));
  before(function () {
    if (spawnSync('script', ['--version']).status !== 0)
      skipBecause(this, 'script(1), which makes terminals, is not installed');
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  it('is not misled by a HELLO that came before it', async () => {
    const gate = join(dir, 'gate');
    const terminal = spawn('script', ['-qf', '--echo', 'always', '-c', SCRIPT, '/dev/null'], {
      env: { ...process.env, SHELL: '/bin/sh', GATE: gate, AGENT: buildAgent() },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child = terminal;
    const ended = once(terminal, 'close');
    await once(terminal.stdout, 'readable');
    assert.match(String(terminal.stdout.read()), /set/);
    const echo = once(terminal.stdout, 'readable'); // the terminal had it
    const channel = Duplex.from({ writable: terminal.stdin, readable: terminal.stdout });
    const connecting = GuestClient.connect(channel, { timeout: 20_000 });
    await echo;
    writeFileSync(gate, '');
    const client = await connecting;
    const late = setTimeout(() => terminal.kill('SIGKILL'), 10_000);
    const { stdout } = await shell(client, 'echo from inside');
    assert.equal(stdout, 'from inside\n');
    clearTimeout(late);
    await shell(client, 'kill "$PPID"').catch(() => {}); // the agent, with which the terminal ends
    client.close();
    await ended;
  });
});
