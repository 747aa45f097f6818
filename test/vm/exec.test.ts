import assert from 'node:assert/strict';
import { isVmError, type VmError } from 'vmwright';
import { guestPids } from '../support/guest.js';
import { eventually } from '../support/leaks.js';
import { onEveryTarget, sharedVm } from '../support/targets.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;

onEveryTarget('exec', (target) => {
  const vm = sharedVm(target, { env: { FROM_VM: 'yes' } });
  const gone = async (text: string) => (await guestPids(vm(), text)).length === 0;

  it('has its network when the first command runs', async () => {
    const { stdout } = await vm().exec('ip', ['-4', '-o', 'addr', 'show', 'dev', 'eth0']);
    assert.match(stdout, /inet \d+\./);
  });

  it('separates stdout and stderr and gives the exit code', async () => {
    const result = await vm().exec('sh', ['-c', 'echo out; echo err >&2; exit 3']);
    assert.deepEqual(result, { exitCode: 3, signal: null, stdout: 'out\n', stderr: 'err\n' });
  });

  it('gives the signal that ended a command', async () => {
    const result = await vm().exec('sh', ['-c', 'kill -TERM $$']);
    assert.deepEqual([result.exitCode, result.signal], [null, 'SIGTERM']);
  });

  it('passes arguments untouched', async () => {
    const args = ['a b', '', '$HOME', "it's", 'tab\there', 'ünï', '*'];
    const { stdout } = await vm().exec('printf', ['%s\\n', ...args]);
    assert.deepEqual(stdout.split('\n').slice(0, -1), args);
  });

  it('merges environments, and has a working directory and a home', async () => {
    const { stdout } = await vm().exec('sh', ['-c', 'echo $FROM_VM $FROM_CALL $(pwd) $HOME'], {
      env: { FROM_CALL: 'too' },
      cwd: '/tmp',
    });
    assert.equal(stdout, 'yes too /tmp /root\n');
  });

  it('feeds stdin and ends it', async () => {
    const input = Buffer.alloc(300_000, 'x');
    const { stdout } = await vm().exec('wc', ['-c'], { input });
    assert.equal(stdout.trim(), '300000');
  });

  it('gives an empty stdin when there is no input', async () => {
    assert.equal((await vm().exec('cat')).stdout, '');
  });

  it('keeps binary output with encoding buffer', async () => {
    const { stdout } = await vm().exec('printf', ['\\377\\000\\001'], { encoding: 'buffer' });
    assert.deepEqual([...stdout], [255, 0, 1]);
  });

  it('runs as another user', async () => {
    assert.equal((await vm().exec('id', ['-u'], { user: '12345' })).stdout.trim(), '12345');
  });

  it('says that a program does not exist', async () => {
    await assert.rejects(vm().exec('no-such-program'), withCode('GUEST_COMMAND_NOT_FOUND'));
  });

  it('says that a directory does not exist', async () => {
    await assert.rejects(vm().exec('true', [], { cwd: '/no/such/dir' }), (error: VmError) => {
      assert.equal(error.code, 'GUEST_EXEC_FAILED');
      assert.equal(error.errno, 'ENOENT');
      return true;
    });
  });

  it('rejects a failed command with check, quoting its stderr', async () => {
    await assert.rejects(
      vm().exec('sh', ['-c', 'echo broken >&2; exit 1'], { check: true }),
      (error: VmError) => {
        assert.equal(error.code, 'EXEC_FAILED');
        assert.match(error.message, /exited with 1: broken/);
        return true;
      },
    );
  });

  it('kills the whole process group on timeout', async () => {
    const script = 'sleep 7777 & sleep 7777';
    await assert.rejects(vm().exec('sh', ['-c', script], { timeout: 300 }), withCode('TIMEOUT'));
    await eventually('sleepers are gone', () => gone('sleep 7777'));
  });

  it('kills the command on abort', async () => {
    const controller = new AbortController();
    const running = vm().exec('sleep', ['8888'], { signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    await assert.rejects(running, withCode('ABORTED'));
    await eventually('sleeper is gone', () => gone('sleep 8888'));
  });

  it('kills a command that prints more than maxBuffer', async () => {
    await assert.rejects(vm().exec('yes', [], { maxBuffer: '64KiB' }), withCode('OUTPUT_TOO_LARGE'));
    await eventually('yes is gone', () => gone('yes '));
  });

  it('runs a hundred commands at once', async () => {
    const results = await Promise.all(Array.from({ length: 100 }, (_, i) => vm().exec('echo', [String(i)])));
    assert.deepEqual(
      results.map(({ stdout }) => stdout.trim()),
      Array.from({ length: 100 }, (_, i) => String(i)),
    );
  });
});
