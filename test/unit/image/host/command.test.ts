import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { runOperation } from '#src/core/operation.js';
import { findProgram, runHostCommand, runTool } from '#src/image/host/command.js';
import { eventually, processesMentioning } from '../../../support/leaks.js';

const sh = (script: string, ...args: string[]) => ({
  argv: ['sh', '-c', script, 'sh', ...args],
  debianPackage: 'dash',
});

describe('runHostCommand', () => {
  it('returns status and output', async () => {
    const result = await runOperation('test', {}, (op) =>
      runHostCommand(op, sh('echo out; echo err >&2; exit 3')),
    );
    assert.deepEqual(result, { exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('gives the program no terminal and no input', async () => {
    const { stdout } = await runOperation('test', {}, (op) => runHostCommand(op, sh('wc -c')));
    assert.equal(stdout.trim(), '0');
  });

  it('passes on lines of the status descriptor and of stderr', async () => {
    const status: string[] = [];
    const errors: string[] = [];
    await runOperation('test', {}, (op) =>
      runHostCommand(op, {
        ...sh('echo one >&4; echo two >&4; echo three >&2'),
        onStatusLine: (line) => status.push(line),
        onErrorLine: (line) => errors.push(line),
      }),
    );
    assert.deepEqual([status, errors], [['one', 'two'], ['three']]);
  });

  it('names the package of a program that is missing', async () => {
    const command = { argv: ['vmwright-no-such-program'], debianPackage: 'some-package' };
    await assert.rejects(
      runOperation('test', {}, (op) => runHostCommand(op, command)),
      { code: 'HOST_COMMAND_NOT_FOUND', remedy: 'apt-get install some-package' },
    );
    assert.equal(await findProgram('vmwright-no-such-program'), undefined);
  });

  it('recognises a full disk in what a program says', async () => {
    const command = sh('echo "tar: write: No space left on device" >&2; exit 2');
    await assert.rejects(
      runOperation('test', {}, (op) => runTool(op, 'packing', command)),
      { code: 'DISK_FULL', message: /while packing/ },
    );
  });

  it('shows the end of what a failed program said', async () => {
    await assert.rejects(
      runOperation('test', {}, (op) => runTool(op, 'packing', sh('echo reason >&2; exit 2'))),
      { code: 'IMAGE_BUILD_FAILED', message: /packing failed: sh ended with status 2\nreason/ },
    );
  });

  it('kills the program and its children on abort, and settles after they are gone', async () => {
    const marker = `6${process.pid}.25`;
    const controller = new AbortController();
    const running = runOperation('test', { signal: controller.signal }, (op) =>
      runHostCommand(op, sh('sleep "$1" & sleep "$1"', marker)),
    );
    const failed = assert.rejects(running, { code: 'ABORTED' });
    await eventually('it runs', () => processesMentioning(`sleep ${marker}`).length === 2);
    const start = performance.now();
    controller.abort();
    await failed;
    assert.ok(performance.now() - start < 500);
    assert.deepEqual(processesMentioning(`sleep ${marker}`), []);
  });

  it('kills the program when this process is killed', async () => {
    const marker = `7${process.pid}.25`;
    const script = `
      import { runOperation } from '${pathToFileURL('dist/core/operation.js').href}';
      import { runHostCommand } from '${pathToFileURL('dist/image/host/command.js').href}';
      await runOperation('x', {}, (op) => runHostCommand(op, { argv: ['sh', '-c', 'sleep ${marker}; :'], debianPackage: 'x' }));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    await eventually('it runs', () => processesMentioning(`sleep ${marker}`).length >= 2, 10_000);
    child.kill('SIGKILL');
    await exited;
    await sleep(50);
    await eventually('it is gone', () => processesMentioning(`sleep ${marker}`).length === 0, 1000);
  });
});
