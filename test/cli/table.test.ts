import assert from 'node:assert/strict';
import { tableLines } from '#src/cli/table.js';

describe('cli table', () => {
  it('lines columns up and trims the end', () => {
    const lines = tableLines(
      [{ title: 'NAME' }, { title: 'N', align: 'right' }, { title: 'STATE' }],
      [
        ['long-name', '5', 'up'],
        ['x', '1234', ''],
      ],
    );
    assert.deepEqual(lines, ['NAME          N  STATE', 'long-name     5  up', 'x          1234']);
  });

  it('lets no cell move the cursor or break the row', () => {
    const lines = tableLines([{ title: 'A' }], [['x\x1b[2Jy\nz\x07']]);
    assert.deepEqual(lines, ['A', 'xy?z?']);
  });
});
