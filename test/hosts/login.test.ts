import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, isVmError, type SshOptions } from 'vmwright';
import { makeKey } from '../remote/support/sshd.js';
import { type RealHost, requireHost, runOnHost, sshOptions } from './support/real-host.js';

/** Milliseconds in which a refused login has to be told. */
const PROMPT = 30_000;

describe('logging in on a real host', function () {
  this.timeout(60_000);
  let host: RealHost;
  let folder: string;
  const path = (name: string) => join(folder, name);

  before(function () {
    host = requireHost(this, 'kvm');
    folder = mkdtempSync(join(tmpdir(), 'vmwright-login-'));
    makeKey(path('other'));
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  async function refused(options: SshOptions, code: string, text: RegExp, url = host.url): Promise<void> {
    const since = performance.now();
    await assert.rejects(connect(url, { ...sshOptions(), ...options }), (error) => {
      assert.ok(isVmError(error), String(error));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, text);
      return true;
    });
    assert.ok(performance.now() - since < PROMPT, 'told in time');
  }

  it('refuses a host with another key than the known one', async () => {
    const entry = `${host.address} ${readFileSync(path('other.pub'), 'utf8')}`;
    writeFileSync(path('wrong'), entry);
    await refused({ knownHosts: path('wrong') }, 'HOST_KEY_MISMATCH', /SHA256:/);
    await refused({ knownHosts: path('wrong'), hostKey: 'accept-new' }, 'HOST_KEY_MISMATCH', /SHA256:/);
    assert.equal(readFileSync(path('wrong'), 'utf8'), entry);
  });

  it('refuses a host that it does not know, with the fingerprint that the host has', async () => {
    const printed = await runOnHost(host, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
    const fingerprint = /SHA256:\S+/.exec(printed)?.[0] ?? 'none';
    writeFileSync(path('empty'), '');
    const pattern = new RegExp(fingerprint.replaceAll(/[+/]/g, '\\$&'));
    await refused({ knownHosts: path('empty') }, 'HOST_KEY_UNKNOWN', pattern);
  });

  it('tells what was tried when the key is not accepted', async () => {
    const printed = await runOnHost(host, 'cut -d " " -f 1,2 /etc/ssh/ssh_host_ed25519_key.pub');
    writeFileSync(path('right'), `${host.address} ${printed}`);
    const options = {
      configFile: false,
      agent: false,
      knownHosts: path('right'),
      privateKey: path('other'),
    } as const;
    await refused(options, 'HOST_AUTH_FAILED', /tried the key .*other/);
  });

  it('tells a user that does not exist like a wrong key', async () => {
    const url = host.url.replace(/\/\/(?:[^@]*@)?/, '//nobody-of-that-name@');
    await refused({}, 'HOST_AUTH_FAILED', /tried the key/, url);
  });

  it('tells a port on which nothing listens', async () => {
    const url = `ssh://${host.user}@${host.address}:9`;
    await refused({}, 'HOST_UNREACHABLE', /nothing listens/, url);
  });
});
