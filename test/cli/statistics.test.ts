import assert from 'node:assert/strict';
import { percentile } from '#src/cli/statistics.js';

describe('cli percentile', () => {
  it('takes the nearest rank', () => {
    const samples = Array.from({ length: 100 }, (_, i) => 100 - i);
    assert.equal(percentile(samples, 0.5), 50);
    assert.equal(percentile(samples, 0.99), 99);
    assert.equal(percentile([7], 0.99), 7);
    assert.equal(percentile([3, 1], 0.01), 1);
  });
});
