import assert from 'node:assert/strict';
import {
  formatPermissions,
  parsePermissions,
  type XenstoreAccess,
} from '#src/native/xen/xenstore/permissions.js';

describe('xenstore permissions', () => {
  it('are words with the owner first', () => {
    const words = ['n0', 'r5', 'w6', 'b65535'];
    const permissions = parsePermissions(words);
    assert.deepEqual(permissions, {
      owner: 0,
      others: 'none',
      domains: [
        { domid: 5, access: 'read' },
        { domid: 6, access: 'write' },
        { domid: 65_535, access: 'both' },
      ],
    });
    assert.deepEqual(formatPermissions(permissions), words);
    assert.deepEqual(formatPermissions({ owner: 3, others: 'both' }), ['b3']);
  });

  for (const words of [[], ['x0'], ['r'], ['r-1'], ['r0', 'q1']]) {
    it(`refuses ${JSON.stringify(words)} of the daemon`, () =>
      assert.throws(() => parsePermissions(words), { code: 'XENSTORE_ERROR' }));
  }

  it('refuses wrong ones of the caller', () => {
    assert.throws(() => formatPermissions({ owner: -1, others: 'none' }), { code: 'OPTION_INVALID' });
    assert.throws(() => formatPermissions({ owner: 65_536, others: 'none' }), { code: 'OPTION_INVALID' });
    const access = 'all' as XenstoreAccess;
    assert.throws(() => formatPermissions({ owner: 0, others: access }), {
      message: /^access must be one of none, read, write, both, not all$/,
    });
  });
});
