import assert from 'node:assert/strict';
import { parseStanza } from '#src/image/host/apt.js';

describe('parseStanza', () => {
  it('reads the first stanza and drops continuation lines', () => {
    const text =
      'Package: a\nVersion: 1:2.3-4\nDepends: b (= 1), c\nDescription: first\n more\n\nPackage: z\n';
    assert.deepEqual(parseStanza(text), {
      Package: 'a',
      Version: '1:2.3-4',
      Depends: 'b (= 1), c',
      Description: 'first',
    });
  });
});
