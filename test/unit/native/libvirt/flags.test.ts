import assert from 'node:assert/strict';
import { flagBits } from '#src/native/libvirt/flags.js';

const FLAGS = { NONE: 0, FIRST: 1, SECOND: 2, LAST: 2 ** 31 } as const;

describe('flagBits', () => {
  it('takes bits, a name or names', () => {
    assert.equal(flagBits(FLAGS, 3), 3);
    assert.equal(flagBits(FLAGS, 'SECOND'), 2);
    assert.equal(flagBits(FLAGS, ['FIRST', 'SECOND']), 3);
    assert.equal(flagBits(FLAGS, []), 0);
  });

  it('reaches bit 31 without a sign', () => {
    assert.equal(flagBits(FLAGS, ['LAST', 'FIRST']), 2 ** 31 + 1);
  });

  it('names the nearest flag', () => {
    assert.throws(() => flagBits(FLAGS, 'SECND' as 'SECOND'), { code: 'OPTION_INVALID', message: /SECOND/ });
  });
});
