import assert from 'node:assert/strict';
import { startError, toolstackMessage } from '#src/xen/start-errors.js';

describe('errors of a start of vmwright-toolstack', () => {
  const cases: [string, string, string, RegExp][] = [
    [
      "libxl's own words",
      '\nvmwright-fail ENGINE_FAILED cannot create the domain: unable to add vif devices\n\nvmwright-exit 1\n',
      'ENGINE_FAILED',
      /unable to add vif devices/,
    ],
    ['a name of a domain', '\nvmwright-fail VM_NAME_TAKEN it already exists\n', 'VM_NAME_TAKEN', /'bob'/],
    ['no Xen', '\nvmwright-fail ENGINE_UNAVAILABLE no Xen runs\n', 'ENGINE_UNAVAILABLE', /no Xen runs/],
    [
      'no qemu-img',
      '\nvmwright-fail NO_PROGRAM qemu-img\n',
      'ENGINE_UNAVAILABLE',
      /qemu-img is not installed/,
    ],
    ['a signal', 'Killed\n\nvmwright-exit 137\n', 'VM_KILLED', /SIGKILL/],
  ];
  for (const [what, stderr, code, message] of cases) {
    it(what, () => {
      const error = startError('bob', stderr);
      assert.equal(error.code, code);
      assert.match(error.message, message);
    });
  }

  it('finds its last words among ours', () => {
    assert.equal(toolstackMessage('\nvmwright-fail ENGINE_FAILED a\nvmwright-exit 1\n'), 'a');
    assert.equal(toolstackMessage('loader: b\n'), 'loader: b');
  });
});
