import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { isVmError, OptionError, type VmError } from '#src/core/errors.js';
import { connectSsh, type SshOptions } from '#src/remote/index.js';
import { fingerprint } from '#src/remote/ssh/known-hosts.js';
import { skipBecause } from '../support/skip.js';
import { makeKey, noSshd, Sshd } from './support/sshd.js';

const withCode =
  (code: string, text = /./) =>
  (error: unknown) =>
    isVmError(error) && error.code === code && text.test(error.message);

describe('logging in over ssh', function () {
  this.timeout(20_000);
  let sshd: Sshd;
  before(async function () {
    const missing = noSshd();
    if (missing !== undefined) skipBecause(this, missing);
    sshd = await Sshd.start();
  });
  after(() => sshd?.stop());

  const works = async (options: SshOptions, url = sshd.url) => {
    const runner = await connectSsh(url, options);
    assert.equal((await runner.run(['id', '-un'])).stdout.trim(), sshd.user.name);
    await runner.close();
  };

  describe('host keys', () => {
    const known = () => sshd.path('known');
    const hostKey = () =>
      Buffer.from(readFileSync(sshd.path('host.pub'), 'utf8').split(' ')[1] ?? '', 'base64');
    const name = () => `[127.0.0.1]:${sshd.port}`;
    const lineOf = (key: string) =>
      readFileSync(sshd.path(`${key}.pub`), 'utf8')
        .split(' ')
        .slice(0, 2)
        .join(' ');
    beforeEach(() => rmSync(known(), { force: true }));

    it('refuses an unknown key and shows its fingerprint', async () => {
      const connecting = connectSsh(sshd.url, sshd.options({ knownHosts: known() }));
      await assert.rejects(connecting, (error: VmError) => {
        assert.equal(error.code, 'HOST_KEY_UNKNOWN');
        const printed = execFileSync('ssh-keygen', ['-lf', sshd.path('host.pub')], { encoding: 'utf8' });
        assert.ok(error.message.includes(printed.split(' ')[1] ?? 'none'), error.message);
        assert.equal(error.hostId, sshd.url);
        return true;
      });
    });

    it('refuses another key than the known one, also with accept-new', async () => {
      writeFileSync(known(), `${name()} ${lineOf('other')}\n`);
      for (const policy of ['strict', 'accept-new'] as const) {
        const options = sshd.options({ knownHosts: known(), hostKey: policy });
        await assert.rejects(connectSsh(sshd.url, options), withCode('HOST_KEY_MISMATCH', /SHA256:/));
      }
      assert.equal(readFileSync(known(), 'utf8'), `${name()} ${lineOf('other')}\n`);
    });

    it('refuses a revoked key', async () => {
      writeFileSync(known(), `${name()} ${lineOf('host')}\n@revoked * ${lineOf('host')}\n`);
      await assert.rejects(
        connectSsh(sshd.url, sshd.options({ knownHosts: known() })),
        withCode('HOST_KEY_MISMATCH', /revoked/),
      );
    });

    it('accepts hashed entries of ssh-keygen', async () => {
      writeFileSync(known(), `${name()} ${lineOf('host')}\n`);
      execFileSync('ssh-keygen', ['-q', '-H', '-f', known()], { stdio: 'ignore' });
      assert.match(readFileSync(known(), 'utf8'), /^\|1\|/);
      await works(sshd.options({ knownHosts: known() }));
    });

    it('remembers a new key with accept-new', async () => {
      const options = sshd.options({ knownHosts: sshd.path('new', 'known'), hostKey: 'accept-new' });
      await works(options);
      assert.equal(readFileSync(sshd.path('new', 'known'), 'utf8'), `${name()} ${lineOf('host')}\n`);
      await works({ ...options, hostKey: 'strict' });
    });

    it('accepts exactly the key of a fingerprint', async () => {
      const right = fingerprint(hostKey()) as `SHA256:${string}`;
      await works(sshd.options({ knownHosts: known(), hostKey: right }));
      const wrong = `SHA256:${'A'.repeat(43)}` as const;
      const connecting = connectSsh(sshd.url, sshd.options({ knownHosts: known(), hostKey: wrong }));
      await assert.rejects(connecting, withCode('HOST_KEY_MISMATCH', /expected was SHA256:A/));
    });

    it('asks a host with several keys for the one that it is known by', async () => {
      makeKey(sshd.path('rsa'), '', 'rsa');
      const many = await Sshd.start(`HostKey ${sshd.path('rsa')}`);
      const entry = `[127.0.0.1]:${many.port} ${readFileSync(sshd.path('rsa.pub'), 'utf8')}`;
      writeFileSync(known(), entry);
      const runner = await connectSsh(many.url, many.options({ knownHosts: known() }));
      await runner.close();
      await many.stop();
    });
  });

  describe('credentials', () => {
    it('says what was tried when the key is wrong', async () => {
      const connecting = connectSsh(sshd.url, sshd.options({ privateKey: sshd.path('other') }));
      await assert.rejects(
        connecting,
        withCode('HOST_AUTH_FAILED', /takes publickey.*tried the key .*other/),
      );
    });

    it('says when there is nothing to try', async () => {
      writeFileSync(sshd.path('config'), 'Host *\n  IdentityFile none\n');
      const options = {
        configFile: sshd.path('config'),
        agent: false,
        knownHosts: sshd.path('known_hosts'),
      } as const;
      await assert.rejects(connectSsh(sshd.url, options), withCode('HOST_AUTH_FAILED', /nothing to try/));
    });

    it('takes a key as bytes', () => works(sshd.options({ privateKey: readFileSync(sshd.path('client')) })));

    it('says what is wrong with a key file', async () => {
      const missing = connectSsh(sshd.url, sshd.options({ privateKey: sshd.path('none') }));
      await assert.rejects(missing, withCode('HOST_AUTH_FAILED', /cannot read the private key.*none/));
      const broken = connectSsh(sshd.url, sshd.options({ privateKey: sshd.path('sshd_config') }));
      await assert.rejects(broken, withCode('HOST_AUTH_FAILED', /not a usable private key/));
    });

    it('asks for the passphrase of an encrypted key, once', async () => {
      let asked = 0;
      const passphrase = async (key: string) => {
        asked += 1;
        assert.equal(key, sshd.path('locked'));
        return 'open sesame';
      };
      const runner = await connectSsh(
        sshd.url,
        sshd.options({ privateKey: sshd.path('locked'), passphrase }),
      );
      await sshd.killSessions();
      await new Promise<void>((resolve) => runner.events.on('restored', () => resolve()));
      assert.equal((await runner.run(['true'])).exitCode, 0);
      await runner.close();
      assert.equal(asked, 1);
    });

    it('says that the passphrase is wrong or missing', async () => {
      const locked = sshd.options({ privateKey: sshd.path('locked') });
      await assert.rejects(
        connectSsh(sshd.url, locked),
        withCode('HOST_AUTH_FAILED', /no passphrase callback/),
      );
      const wrong = connectSsh(sshd.url, { ...locked, passphrase: () => 'wrong' });
      await assert.rejects(wrong, withCode('HOST_AUTH_FAILED', /passphrase of .*locked is wrong/));
    });

    for (const keyword of ['PasswordAuthentication', 'KbdInteractiveAuthentication']) {
      it(`uses the password callback (${keyword})`, async function () {
        const server = await Sshd.start(
          `${keyword} yes`,
          ...(keyword.startsWith('Kbd') ? ['UsePAM yes'] : []),
        );
        const { password } = server.user;
        try {
          if (password === undefined) return skipBecause(this, 'only root can give a test user a password');
          const none = { ...server.options(), privateKey: server.path('other') };
          const runner = await connectSsh(server.url, { ...none, password: async () => password });
          await runner.close();
          const wrong = connectSsh(server.url, { ...none, password: () => 'wrong' });
          await assert.rejects(wrong, (error: VmError) => {
            assert.equal(error.code, 'HOST_AUTH_FAILED');
            assert.match(error.message, /tried .*the password/);
            assert.doesNotMatch(JSON.stringify(error) + error.message, /wrong/);
            return true;
          });
        } finally {
          await server.stop();
        }
      });
    }

    describe('with an agent', () => {
      let agent: ChildProcess;
      const socket = () => sshd.path('agent');
      const add = (key: string) =>
        execFileSync('ssh-add', ['-q', sshd.path(key)], { env: { ...process.env, SSH_AUTH_SOCK: socket() } });
      before(async () => {
        agent = spawn('ssh-agent', ['-D', '-a', socket()], { stdio: ['ignore', 'pipe', 'ignore'] });
        if (agent.stdout !== null) await once(agent.stdout, 'data');
        for (const key of ['other', 'client']) add(key);
      });
      after(async () => {
        agent.kill();
        await once(agent, 'exit');
      });

      it('uses its keys', async () => {
        writeFileSync(sshd.path('config'), 'Host *\n  IdentityFile none\n');
        await works({
          agent: socket(),
          configFile: sshd.path('config'),
          knownHosts: sshd.path('known_hosts'),
        });
      });

      it('uses only those of IdentityFile with IdentitiesOnly', async () => {
        const config = (key: string) =>
          writeFileSync(
            sshd.path('config'),
            `Host *\n  IdentitiesOnly yes\n  IdentityFile ${sshd.path(key)}\n`,
          );
        const options = {
          agent: socket(),
          configFile: sshd.path('config'),
          knownHosts: sshd.path('known_hosts'),
        };
        config('client');
        await works(options);
        config('other');
        await assert.rejects(
          connectSsh(sshd.url, options),
          withCode('HOST_AUTH_FAILED', /IdentityFile only/),
        );
      });

      it('goes on without an agent that is not there', async () => {
        await works(sshd.options({ agent: sshd.path('no-agent') }));
      });
    });
  });

  describe('the way to the host', () => {
    it('follows the config file: alias, HostName, Port, User, IdentityFile', async () => {
      const { port, user } = sshd;
      const lines = [
        'Host box',
        '  HostName 127.0.0.1',
        `  Port ${port}`,
        `  User ${user.name}`,
        `  IdentityFile ${sshd.path('client')}`,
      ];
      writeFileSync(
        sshd.path('config'),
        `Host *.example !box\n  Port 1\nInclude ${sshd.path('conf.d')}/*\n${lines.join('\n')}\n`,
      );
      await works(
        { configFile: sshd.path('config'), knownHosts: sshd.path('known_hosts'), agent: false },
        'ssh://box',
      );
    });

    it('goes through a jump host', async () => {
      const inner = await Sshd.start();
      const keys =
        readFileSync(sshd.path('known_hosts'), 'utf8') + readFileSync(inner.path('known_hosts'), 'utf8');
      writeFileSync(sshd.path('both'), keys);
      const jump = `Host inner\n  HostName 127.0.0.1\n  Port ${inner.port}\n  User ${inner.user.name}\n  IdentityFile ${inner.path('client')}\n  ProxyJump outer`;
      const outer = `Host outer\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${sshd.user.name}\n  IdentityFile ${sshd.path('client')}`;
      writeFileSync(sshd.path('config'), `${jump}\n${outer}\n`);
      const options = {
        configFile: sshd.path('config'),
        knownHosts: sshd.path('both'),
        agent: false,
      } as const;
      const runner = await connectSsh('ssh://inner', options);
      assert.equal((await runner.run(['id', '-un'])).stdout.trim(), inner.user.name);
      const { stdout } = await runner.run(['sh', '-c', 'echo $SSH_CONNECTION']);
      assert.match(stdout, new RegExp(` ${inner.port}$`, 'm'));
      const restored = new Promise((resolve) => runner.events.on('restored', resolve));
      await sshd.killSessions(); // the connection inside breaks with the one around it
      await restored;
      await runner.close();
      await inner.kill();
      await assert.rejects(
        connectSsh('ssh://inner', options),
        withCode('HOST_UNREACHABLE', /cannot connect to 127.0.0.1/),
      );
      await inner.stop();
    });

    it('says why a host cannot be reached', async () => {
      const free = await Sshd.start();
      const { url } = free;
      await free.kill();
      await assert.rejects(connectSsh(url, free.options()), withCode('HOST_UNREACHABLE', /nothing listens/));
      await free.stop();
      const unknown = connectSsh('ssh://vmwright.invalid', sshd.options());
      await assert.rejects(unknown, withCode('HOST_UNREACHABLE', /name/));
    });

    it('gives up on a server that never speaks, and on one that is not ssh', async () => {
      for (const [greeting, pattern] of [
        ['', /did not answer within 0.3 s/],
        ['220 mail ready\r\n'.repeat(2000), /./],
      ] as const) {
        const server = createServer((socket) => {
          socket.on('error', () => {}).resume();
          if (greeting !== '') socket.end(greeting);
        }).listen(0, '127.0.0.1');
        await once(server, 'listening');
        const address = server.address();
        const port = typeof address === 'object' ? address?.port : 0;
        const connecting = connectSsh(`ssh://127.0.0.1:${port}`, sshd.options({ readyTimeout: 300 }));
        await assert.rejects(
          connecting,
          (error: VmError) => /TIMEOUT|HOST_UNREACHABLE/.test(error.code) && pattern.test(error.message),
        );
        server.close();
        await once(server, 'close');
      }
    });

    it('stops connecting on abort', async () => {
      const abort = new AbortController();
      const connecting = connectSsh(sshd.url, sshd.options(), { signal: abort.signal });
      abort.abort();
      await assert.rejects(connecting, withCode('ABORTED'));
    });

    it('refuses nonsense before connecting', async () => {
      await assert.rejects(connectSsh('ssh://a:b@host'), OptionError);
      await assert.rejects(
        connectSsh('ssh://host', { pasword: () => '' } as SshOptions),
        /did you mean 'password'/,
      );
      await assert.rejects(connectSsh('ssh://host', { hostKey: 'SHA256:x' }), OptionError);
    });
  });
});
