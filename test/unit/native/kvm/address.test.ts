import assert from 'node:assert/strict';
import { indexOfName, nameOfIndex, toAddress } from '#src/native/kvm/address.js';

describe('toAddress', () => {
  it('takes bigints and safe integers', () => {
    assert.equal(toAddress(0xfee00000, 'address'), 0xfee00000n);
    assert.equal(toAddress(2n ** 63n, 'address'), 2n ** 63n);
  });

  for (const wrong of [
    -1,
    1.5,
    2 ** 53,
    Number.NaN,
    '0' as unknown as number,
    undefined as unknown as number,
  ]) {
    it(`refuses ${String(wrong)}`, () => {
      assert.throws(() => toAddress(wrong, 'guestAddress'), {
        code: 'OPTION_INVALID',
        message: /^guestAddress must be a bigint or a safe integer, not /,
      });
    });
  }
});

describe('names of the kernel numbers', () => {
  const names = ['a', 'b'] as const;
  it('are found both ways', () => {
    assert.equal(indexOfName(names, 'b', 'letter'), 1);
    assert.equal(nameOfIndex(names, 1, 'letter'), 'b');
  });

  it('that do not exist are errors', () => {
    assert.throws(() => indexOfName(names, 'c' as 'a', 'letter'), {
      message: 'letter must be one of a, b, not c',
    });
    assert.throws(() => nameOfIndex(names, 2, 'letter'), {
      code: 'KVM_ERROR',
      message: 'KVM gave an unknown letter: 2',
    });
  });
});
