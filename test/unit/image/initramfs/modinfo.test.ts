import assert from 'node:assert/strict';
import { readModinfo } from '#src/image/initramfs/modinfo.js';
import { elf, moduleFile } from '../kernel/fixtures.js';

describe('readModinfo', () => {
  it('reads name and dependencies, with dashes as underscores', () => {
    const file = moduleFile({ license: 'GPL', depends: 'a-b,c', name: 'x-y' });
    assert.deepEqual(readModinfo(file), { name: 'x_y', depends: ['a_b', 'c'] });
  });

  it('reads a module without dependencies', () => {
    assert.deepEqual(readModinfo(moduleFile({ depends: '', name: 'x' })), { name: 'x', depends: [] });
  });

  it('refuses what is no module', () => {
    assert.equal(readModinfo(elf()), undefined);
    assert.equal(readModinfo(Buffer.from('text')), undefined);
    assert.equal(readModinfo(moduleFile({ license: 'GPL' })), undefined);
    const file = moduleFile({ name: 'x' });
    assert.equal(readModinfo(file.subarray(0, file.length - 10)), undefined);
  });
});
