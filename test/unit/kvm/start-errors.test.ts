import assert from 'node:assert/strict';
import { startError, vmmMessage } from '#src/kvm/start-errors.js';

describe('errors of a start of vmwright-vmm', () => {
  const cases: [string, string, string, RegExp][] = [
    [
      'its own line',
      '\nvmwright-fail IMAGE_INVALID kernel: no ELF and no bzImage\n\nvmwright-exit 1\n',
      'IMAGE_INVALID',
      /^kernel: no ELF and no bzImage$/,
    ],
    ['no passt', '\nvmwright-fail NO_PROGRAM passt\n', 'ENGINE_UNAVAILABLE', /passt is not installed/],
    [
      'a full disk',
      '\nvmwright-fail ENGINE_FAILED open overlay: ENOSPC\n\nvmwright-exit 1\n',
      'DISK_FULL',
      /overlay/,
    ],
    ['a signal', '\nvmwright-exit 139\n', 'ENGINE_FAILED', /did not start: it gave no reason/],
    ['something else', 'out of memory\n', 'ENGINE_FAILED', /did not start: out of memory/],
  ];
  for (const [what, stderr, code, message] of cases) {
    it(what, () => {
      const error = startError('bob', stderr);
      assert.equal(error.code, code);
      assert.match(error.message, message);
    });
  }

  it('finds its last words among ours', () => {
    assert.equal(vmmMessage('\nvmwright-fail INTERNAL bad luck\n\nvmwright-exit 1\n'), 'bad luck');
  });
});
