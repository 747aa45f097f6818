import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Connect } from 'vmwright/libvirt';
import { VmError } from '#src/core/errors.js';
import { dialLibvirt } from '#src/libvirt/dial.js';
import { parseLocalUri } from '#src/libvirt/host-uri.js';
import { SocketForward } from '#src/libvirt/socket-forward.js';
import { surveyLibvirt } from '#src/libvirt/survey.js';
import { LocalRunner } from '#src/remote/local-runner.js';
import type { Runner, RunOptions, SpawnOptions } from '#src/remote/runner.js';
import { requireLibvirtd, SessionDaemon } from '../native/support/libvirt-daemon.js';
import { skipBecause } from '../support/skip.js';

const SESSION = 'qemu:///session';

/** This machine as a host on which the daemon of a test is that of the user. */
class HostOfDaemon extends LocalRunner implements Runner {
  forwardingForbidden = false;
  /** What programs are started with. */
  asUser: readonly string[] = [];
  readonly #env: Record<string, string>;

  constructor(folder: string) {
    super();
    this.#env = { HOME: folder, XDG_RUNTIME_DIR: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder };
  }

  override run(argv: readonly string[], options: RunOptions = {}) {
    return super.run(argv, { ...options, env: { ...options.env, ...this.#env } });
  }

  override spawn(argv: readonly string[], options: SpawnOptions = {}) {
    return super.spawn([...this.asUser, ...argv], { ...options, env: { ...options.env, ...this.#env } });
  }

  override connectUnix(path: string) {
    if (this.forwardingForbidden) return Promise.reject(new VmError('HOST_UNSUPPORTED', 'sshd forbids it'));
    return super.connectUnix(path);
  }
}

describe('ways to the libvirt of a host', function () {
  this.timeout(60_000);
  let daemon: SessionDaemon;
  before(async function () {
    requireLibvirtd(this);
    daemon = await SessionDaemon.start();
  });
  after(() => daemon?.[Symbol.asyncDispose]());

  async function hostnameThrough(runner: HostOfDaemon): Promise<string> {
    const survey = await surveyLibvirt(runner);
    const forward = await SocketForward.listen(
      async () => (await dialLibvirt(runner, survey, SESSION, parseLocalUri(SESSION))).stream,
    );
    try {
      await using connect = await Connect.open(
        `qemu+unix:///session?socket=${encodeURIComponent(forward.path)}`,
      );
      assert.equal(await connect.getURI(), `qemu+unix:///session?socket=${encodeURIComponent(forward.path)}`);
      return await connect.getHostname();
    } finally {
      await forward.close();
    }
  }

  it("the socket of the user's daemon", async () => {
    const runner = new HostOfDaemon(daemon.folder);
    const { sockets } = await surveyLibvirt(runner);
    assert.ok(sockets.some(({ scope, path }) => scope === 'session' && path.startsWith(daemon.folder)));
    assert.notEqual(await hostnameThrough(runner), '');
  });

  it("libvirt's own helper, where forwarding is forbidden", async function () {
    if (spawnSync('virt-ssh-helper', ['--version']).error)
      skipBecause(this, 'virt-ssh-helper is not installed');
    const runner = new HostOfDaemon(daemon.folder);
    runner.forwardingForbidden = true;
    runner.asUser = daemon.asUser; // libvirt's helper connects root to the daemon of the system whatever it is asked
    assert.notEqual(await hostnameThrough(runner), '');
  });
});
