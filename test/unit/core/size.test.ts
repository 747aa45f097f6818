import assert from 'node:assert/strict';
import { formatSize, parseSize } from '#src/core/size.js';

describe('sizes', () => {
  it('parses binary units and plain bytes', () => {
    assert.equal(parseSize('512MiB', 'memory'), 512 * 2 ** 20);
    assert.equal(parseSize('1.5GiB', 'memory'), 1.5 * 2 ** 30);
    assert.equal(parseSize(4096, 'memory'), 4096);
  });

  for (const bad of ['512MB', '512', 'many', -1, 1.5, Number.NaN, null, '', '-1MiB']) {
    it(`refuses ${JSON.stringify(bad)} and names the option`, () => {
      assert.throws(() => parseSize(bad, 'memory'), /memory must be/);
    });
  }

  it('formats with the largest fitting unit', () => {
    assert.equal(formatSize(0), '0 B');
    assert.equal(formatSize(1536 * 2 ** 20), '1.5 GiB');
    assert.equal(formatSize(2 ** 40), '1 TiB');
  });
});
