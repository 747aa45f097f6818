import assert from 'node:assert/strict';
import { progressLine } from '#src/cli/progress-bar.js';

const base = { type: 'progress', step: 's', message: 'unpacking' } as const;

describe('cli progress line', () => {
  it('draws a bar where the total is known', () => {
    const line = progressLine({ ...base, completed: 2 ** 20, total: 2 ** 21, unit: 'bytes' }, 0);
    assert.equal(line, `unpacking [${'#'.repeat(12)}${'-'.repeat(12)}] 50% 1 MiB of 2 MiB`);
  });

  it('counts where it is not', () => {
    assert.equal(progressLine({ ...base, completed: 7, unit: 'items' }, 1500), 'unpacking 7, 1.5 s');
    assert.equal(progressLine(base, 20), 'unpacking 20 ms');
  });

  it('does not draw past a full bar or past the edge of the terminal', () => {
    const over = progressLine({ ...base, completed: 30, total: 10, unit: 'items' }, 0);
    assert.match(over, /\[#{24}\] 100%/);
    assert.equal(progressLine({ ...base, message: 'm'.repeat(200) }, 0, 40).length, 39);
    assert.equal(progressLine({ ...base, message: 'm'.repeat(200) }, 0, 0).length, 79);
  });
});
