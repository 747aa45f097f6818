import assert from 'node:assert/strict';
import { isVmError } from '#src/core/errors.js';
import { parseFacts } from '#src/remote/ssh/facts.js';

const LINES = [
  ...[
    'system Linux aarch64',
    'uid 1000',
    'cpus 4',
    'memory 2048',
    'boot abc',
    'shell /usr/bin/fish',
    'head cd',
  ],
  ...['run /run/user/1000/my vm', 'state /s', 'cache /c', 'leash /l', 'ready'],
];

describe('facts of an ssh host', () => {
  it('are parsed', () => {
    const { facts, shell, cacheDir } = parseFacts(LINES);
    assert.deepEqual(facts, {
      platform: 'linux',
      arch: 'arm64',
      uid: 1000,
      cpus: 4,
      memoryBytes: 2 ** 21,
      runtimeDir: '/run/user/1000/my vm',
      stateDir: '/s',
    });
    assert.deepEqual(shell, { posixLogin: false, exactHead: true });
    assert.equal(cacheDir, '/c/files');
  });

  it('are refused when something is missing', () => {
    for (const key of ['uid', 'cpus', 'memory', 'run']) {
      const without = LINES.filter((line) => !line.startsWith(key));
      assert.throws(
        () => parseFacts(without),
        (error) => isVmError(error) && error.code === 'HOST_UNSUPPORTED',
      );
    }
  });
});
