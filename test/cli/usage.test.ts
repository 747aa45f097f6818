import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cli, shell } from './support/cli.js';

describe('cli usage', () => {
  it('prints its version, fast', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 5; run += 1) {
      const start = performance.now();
      const { code, stdout } = await cli(['--version']);
      best = Math.min(best, performance.now() - start);
      assert.equal(code, 0);
      assert.equal(stdout, `${version}\n`);
    }
    assert.ok(best < 400, `the best of 5 took ${best} ms`); // 150 ms on an idle machine; others run beside us
  });

  it('shows help with examples and every command', async () => {
    const { code, stdout } = await cli(['--help']);
    assert.equal(code, 0);
    const commands = 'run exec ls ps console logs cp forward stop rm image doctor bench'.split(' ');
    for (const command of commands) {
      assert.match(stdout, new RegExp(`^  ${command}[ |]`, 'm'));
      const help = await cli([command, '--help']);
      assert.equal(help.code, 0);
      assert.match(help.stdout, /Examples:\n {2}\$ vmwright/, command);
    }
  }).timeout(60_000);

  const mistakes: [string[], RegExp, RegExp][] = [
    [[], /a command is needed/, /./],
    [['rnu'], /unknown command 'rnu'/, /Did you mean 'run'\?/],
    [['run', '--memroy', '1GiB', 'base'], /unknown option '--memroy'/, /Did you mean '--memory'\?/],
    [['run'], /no image was named/, /base/],
    [['run', 'base', 'uname'], /'uname' is one word too many/, /vmwright run base -- uname/],
    [['run', 'base', 'uname', '-a'], /unknown option '-a'/, /behind --/],
    [['run', '--kernel', 'k', 'base'], /more than one thing to boot/, /--kernel/],
    [['run', '--initrd', 'i', 'base'], /--initrd needs --kernel/, /./],
    [['run', '--kernel', 'k', '--', 'ls'], /need the vmwright agent/, /--agent/],
    [['run', '-d', 'base', '--', 'ls'], /--detach takes no command/, /vmwright exec/],
    [['run', '-d', '-p', '80', 'base'], /--publish needs a program/, /vmwright forward/],
    [['run', '-p', 'http', 'base'], /'http' is not a port/, /8080:80/],
    [['run', '--env', 'VMWRIGHT_NOT_SET', 'base'], /VMWRIGHT_NOT_SET is not set/, /--env NAME=VALUE/],
    [['run', '--env-from', '/nonexistent', 'base'], /--env-from \/nonexistent: ENOENT/, /./],
    [['run', '--memory', '1GB', 'base'], /--memory must be a size/, /./],
    [['run', '--cpus', 'two', 'base'], /cpus must be a whole number/, /./],
    [['run', '--name', 'a b', 'base'], /name must be/, /./],
    [['run', '--timeout', 'soon', 'base'], /a duration is written like/, /./],
    [['exec'], /missing required argument 'vm'/, /./],
    [['exec', 'x', 'ls'], /'ls' is one word too many/, /vmwright exec x -- ls/],
    [['cp', 'a', 'b'], /exactly one side/, /vm:path/],
    [['cp', 'x:a', 'x:b'], /exactly one side/, /vm:path/],
    [['rm'], /either names or --all/, /./],
    [['logs', '--tail', 'x', 'y'], /--tail takes a number/, /./],
    [['bench', '--runs', '0'], /--runs takes a whole number/, /./],
    [['image', 'bild'], /unknown command 'bild'/, /Did you mean 'build'\?/],
  ];
  for (const [args, message, remedy] of mistakes) {
    it(`refuses: vmwright ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await cli(args);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.match(/^ {2}what to do: (.*)$/m.exec(stderr)?.[1] ?? '', remedy);
    });
  }

  it('reports mistakes as JSON with --json, wherever it stands', async () => {
    for (const args of [
      ['--json', 'run'],
      ['run', '--json'],
    ]) {
      const { code, stderr } = await cli(args);
      assert.equal(code, 2);
      const { error } = JSON.parse(stderr) as { error: Record<string, unknown> };
      assert.equal(error.code, 'USAGE');
      assert.equal(error.message, 'no image was named');
    }
  });

  it('says that a host cannot be reached', async () => {
    const { code, stderr } = await cli(['ls'], { env: { VMWRIGHT_HOST: 'ssh://nowhere.invalid' } });
    assert.equal(code, 125);
    assert.match(stderr, /nowhere\.invalid: its name is unknown/);
  });

  it('is quiet when nobody reads its output', async () => {
    const { code, stderr } = await shell('set -o pipefail; $VMWRIGHT --help | true').result;
    assert.ok(code === 0 || code === 141, `exit code ${code}`);
    assert.equal(stderr, '');
  });
});
