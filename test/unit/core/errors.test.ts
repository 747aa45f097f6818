import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ERROR_CODES, isVmError, OptionError, VmError } from '#src/core/errors.js';

describe('errors', () => {
  it('takes the remedy from the table unless a better one is known', () => {
    assert.equal(new VmError('VM_BUSY', 'x').remedy, ERROR_CODES.VM_BUSY.remedy);
    assert.equal(new VmError('VM_BUSY', 'x', { remedy: 'wait' }).remedy, 'wait');
  });

  it('is recognised across copies of the package, and nothing else is', () => {
    assert.ok(isVmError(new VmError('ABORTED', 'x')));
    assert.ok(isVmError(new OptionError('x')));
    assert.ok(new OptionError('x') instanceof TypeError);
    assert.ok(!isVmError(new Error('x')));
    assert.ok(!isVmError(undefined));
  });

  it('documents every code in docs/errors.md with its cause and remedy', () => {
    const page = readFileSync('docs/errors.md', 'utf8');
    for (const [code, { cause, remedy }] of Object.entries(ERROR_CODES)) {
      assert.ok(page.includes(`\`${code}\``), `${code} is not in docs/errors.md`);
      assert.ok(
        page.includes(cause) && page.includes(remedy),
        `${code} in docs/errors.md differs from the table`,
      );
    }
  });
});
