import assert from 'node:assert/strict';
import { formatAge, formatElapsed, parseDuration } from '#src/cli/duration.js';

describe('cli duration', () => {
  it('reads durations', () => {
    assert.equal(parseDuration('500ms'), 500);
    assert.equal(parseDuration('30'), 30_000);
    assert.equal(parseDuration('1.5s'), 1500);
    assert.equal(parseDuration('2m'), 120_000);
    assert.equal(parseDuration('1h'), 3_600_000);
    for (const bad of ['', 's', '5 s', '-1s', '1d', '1e3'])
      assert.throws(() => parseDuration(bad), /duration/, bad);
  });

  it('prints ages and elapsed times', () => {
    assert.equal(formatAge(-5), '0s');
    assert.equal(formatAge(119_000), '119s');
    assert.equal(formatAge(120_000), '2m');
    assert.equal(formatAge(3 * 3_600_000), '3h');
    assert.equal(formatAge(50 * 3_600_000), '2d');
    assert.equal(formatElapsed(999), '999 ms');
    assert.equal(formatElapsed(1250), '1.3 s');
  });
});
