import assert from 'node:assert/strict';
import { CATALOG_NAMES, lookUp } from '#src/image/store/catalog.js';

describe('lookUp', () => {
  it('knows every name that it lists', () => {
    for (const name of CATALOG_NAMES) assert.equal(lookUp(name).name, name);
  });

  it('takes code names', () => {
    assert.deepEqual(lookUp('debian:bookworm'), lookUp('debian:12'));
    assert.deepEqual(lookUp('debian:trixie'), lookUp('debian:13'));
  });

  for (const [name, near] of [
    ['bas', 'base'],
    ['debain:12', 'debian:12'],
    ['debian:bookwurm', 'debian:bookworm'],
  ]) {
    it(`suggests ${near} for ${name}`, () =>
      assert.throws(() => lookUp(name ?? ''), {
        code: 'IMAGE_NOT_FOUND',
        message: `there is no image '${name}'. Did you mean '${near}'?`,
        remedy: /base, debian:12, debian:13/,
      }));
  }

  it('does not guess when nothing is near', () => {
    assert.throws(() => lookUp('windows'), {
      code: 'IMAGE_NOT_FOUND',
      message: "there is no image 'windows'.",
    });
    assert.throws(() => lookUp(''), { code: 'IMAGE_NOT_FOUND' });
  });
});
