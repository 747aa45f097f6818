import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { OptionError } from '#src/core/errors.js';
import { bootstrap, programLine, type ShellTraits, shellStart } from '#src/remote/ssh/shell.js';

const SHELLS = ['/bin/sh', '/bin/dash', '/bin/bash', '/bin/busybox'].filter(existsSync);
const TRAITS: ShellTraits[] = [
  { posixLogin: true, exactHead: false },
  { posixLogin: false, exactHead: true },
];

/** Runs a program through a shell as sshd would have a login shell do it. */
function through(
  shell: string,
  traits: ShellTraits,
  argv: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
) {
  const line = programLine({ argv, leash: undefined, ...options }, traits);
  const args = shell.endsWith('busybox') ? ['sh', '-c'] : ['-c'];
  const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };
  const { stdout, stderr } = spawnSync(shell, [...args, bootstrap(traits)], {
    input: `${line}rest of input`,
    env,
  });
  const [header = '', ...rest] = stdout.toString().split('\n');
  return { header, stdout: rest.join('\n'), stderr: stderr.toString() };
}

describe('programs for a shell', () => {
  for (const shell of SHELLS) {
    for (const traits of TRAITS) {
      const busyHead = shell.endsWith('busybox') && traits.exactHead; // its head reads ahead, see exactHead
      if (busyHead) continue;
      describe(`${shell} ${JSON.stringify(traits)}`, () => {
        it('gets every byte of arguments, environment and input right', () => {
          const bytes = Array.from({ length: 255 }, (_, i) => String.fromCharCode(i + 1)).join('');
          const argv = [
            'sh',
            '-c',
            'printf "%s|" "$@" "$V"; cat',
            'sh',
            bytes,
            '',
            '\n',
            'x\n\n',
            "'",
            '$(id)',
            '-n',
            `${bytes}`.repeat(9),
          ];
          const { header, stdout } = through(shell, traits, argv, { env: { V: bytes } });
          assert.match(header, /^vmwright:\d+$/);
          assert.equal(stdout, `${[...argv.slice(4), bytes].join('|')}|rest of input`);
        });

        it('tells what is missing', () => {
          assert.equal(through(shell, traits, ['vmwright-none']).header, 'vmwright:missing');
          assert.equal(through(shell, traits, ['true'], { cwd: '/vmwright-none' }).header, 'vmwright:cwd');
        });

        it('leaves none of its own variables to the program', () => {
          const { stdout } = through(shell, traits, ['env'], { env: { A: 'a\nb' } });
          assert.doesNotMatch(stdout, /__|^N=/m);
        });
      });
    }
  }

  it('is handed over at once where that shows no secret and fits', () => {
    const posix = { posixLogin: true, exactHead: true };
    const start = (argv: string[], more: object = {}, traits: ShellTraits = posix) =>
      shellStart({ argv, leash: undefined, ...more }, traits);
    const { command, input } = start(['printf', '%s|', "it's", 'two\nlines', '$HOME']);
    assert.equal(input, '');
    const { stdout } = spawnSync('/bin/sh', ['-c', command], { input: 'unread' });
    assert.match(stdout.toString(), /^vmwright:\d+\nit's\|two\nlines\|\$HOME\|$/);
    for (const other of [
      start(['env'], { env: { TOKEN: 'secret' } }),
      start(['echo', 'x'.repeat(40_000)]),
      start(['true'], {}, { posixLogin: false, exactHead: true }),
    ]) {
      assert.ok(other.command.length < 200 && !other.command.includes('secret'));
      assert.notEqual(other.input, '');
    }
  });

  it('refuses what no program can get', () => {
    const traits = { posixLogin: true, exactHead: true };
    const line = (argv: string[], env?: Record<string, string>) =>
      programLine({ argv, leash: undefined, ...(env === undefined ? {} : { env }) }, traits);
    assert.throws(() => line([]), OptionError);
    assert.throws(() => line(['a\0b']), OptionError);
    assert.throws(() => line(['a'], { 'A-B': 'x' }), OptionError);
    assert.throws(
      () => line(['a'], { A: 'secret\0' }),
      (error: Error) => error instanceof OptionError && !error.message.includes('secret'),
    );
  });
});
