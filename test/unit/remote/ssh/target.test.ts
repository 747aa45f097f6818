import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { isVmError } from '#src/core/errors.js';
import type { SshOptions } from '#src/remote/index.js';
import { resolveTarget } from '#src/remote/ssh/target.js';

describe('resolving an ssh host', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vmwright-target-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const resolve = (url: string, content = '', options: SshOptions = {}) => {
    writeFileSync(join(folder, 'config'), content);
    return resolveTarget(url, { configFile: join(folder, 'config'), ...options });
  };

  it('has the defaults of ssh', async () => {
    const target = await resolve('ssh://Kvm1');
    assert.equal(target.user, userInfo().username);
    assert.deepEqual([target.host, target.port, target.keyName], ['kvm1', 22, 'kvm1']);
    assert.ok(target.identityFiles.includes(join(homedir(), '.ssh', 'id_ed25519')));
    assert.equal(target.knownHosts[0], join(homedir(), '.ssh', 'known_hosts'));
  });

  it('lets the URL win over the config, and the options over both', async () => {
    const content =
      'User config\nPort 1000\nHostName %h.example\nIdentityFile ~/%r-%h\nIdentityAgent /agent\nUserKnownHostsFile /known\n';
    const fromConfig = await resolve('ssh://box', content);
    assert.equal(fromConfig.label, 'config@box.example:1000');
    assert.equal(fromConfig.keyName, '[box.example]:1000');
    assert.deepEqual(fromConfig.identityFiles, [join(homedir(), 'config-box.example')]);
    assert.deepEqual([fromConfig.agent, fromConfig.knownHosts[0]], ['/agent', '/known']);
    const fromUrl = await resolve('ssh://me@box:3', content, { privateKey: '/key', knownHosts: '/mine' });
    assert.equal(fromUrl.label, 'me@box.example:3');
    assert.deepEqual([fromUrl.identityFiles, fromUrl.agent, fromUrl.identitiesOnly], [[], undefined, true]);
    assert.deepEqual(fromUrl.knownHosts, ['/mine']);
  });

  it('follows chains of jump hosts', async () => {
    const content = 'Host inner\n  ProxyJump a,me@b:2\nHost a\n  ProxyJump first\n  User auser\n';
    const target = await resolve('ssh://inner', content);
    const labels: string[] = [];
    for (let at = target.jump; at !== undefined; at = at.jump) labels.push(at.label);
    const me = userInfo().username;
    assert.deepEqual(labels, ['me@b:2', 'auser@a', `${me}@first`]);
    assert.equal((await resolve('ssh://x', 'ProxyJump none\n')).jump, undefined);
  });

  it('refuses loops of jump hosts, ProxyCommand and impossible ports', async () => {
    const loop = resolve('ssh://a', 'Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n');
    await assert.rejects(loop, /ProxyJump loop/);
    const command = resolve('ssh://a', 'ProxyCommand nc %h %p\n');
    await assert.rejects(command, (error) => isVmError(error) && error.code === 'HOST_UNSUPPORTED');
    await assert.rejects(resolve('ssh://a', 'Port many\n'), /impossible Port/);
  });
});
