import assert from 'node:assert/strict';
import { parseIndexTargets } from '#src/image/rootfs/sources.js';

describe('parseIndexTargets', () => {
  it('groups components and leaves out other vendors', () => {
    const text = [
      'Debian|bookworm|http://mirror/debian/|main',
      'Debian|bookworm|http://mirror/debian/|contrib',
      'Debian|bookworm-security|http://mirror/security/|main',
      'Someone|bookworm|http://elsewhere/|main',
      '',
    ].join('\n');
    assert.deepEqual(parseIndexTargets(text), [
      { uri: 'http://mirror/debian/', codename: 'bookworm', components: ['contrib', 'main'] },
      { uri: 'http://mirror/security/', codename: 'bookworm-security', components: ['main'] },
    ]);
  });
});
