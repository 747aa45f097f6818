import assert from 'node:assert/strict';
import { portionsOf } from '#src/native/libvirt/stream.js';

describe('portions of what a stream was given', () => {
  const sizes = (chunks: readonly number[], size: number) => {
    const all = chunks.map((length, i) => Buffer.alloc(length, i));
    const portions = [...portionsOf(all, size)];
    assert.ok(Buffer.concat(portions.flat()).equals(Buffer.concat(all)));
    return portions.map((portion) => portion.reduce((sum, { length }) => sum + length, 0));
  };

  it('are full, but for the last', () => {
    assert.deepEqual(sizes([1, 2, 3, 4], 4), [4, 4, 2]);
    assert.deepEqual(sizes([10], 4), [4, 4, 2]);
    assert.deepEqual(sizes([4, 0, 4], 4), [4, 4]);
    assert.deepEqual(sizes([3], 4), [3]);
  });

  it('of nothing are none', () => {
    assert.deepEqual(sizes([], 4), []);
    assert.deepEqual(sizes([0], 4), []);
  });
});
