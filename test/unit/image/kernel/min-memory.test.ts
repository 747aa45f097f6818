import assert from 'node:assert/strict';
import { minMemory } from '#src/image/kernel/min-memory.js';

const MIB = 2 ** 20;
const kernel = { start: 16 * MIB, end: 64 * MIB };

describe('minMemory', () => {
  it('makes room for the archive and its files beside the kernel', () => {
    assert.equal(minMemory(kernel, { packed: 4 * MIB, unpacked: 4 * MIB }), 74 * MIB);
  });

  it('lets the files fit into half of what is free', () => {
    assert.equal(minMemory(kernel, { packed: 10 * MIB, unpacked: 40 * MIB }), 138 * MIB);
  });

  it('rounds up to whole MiB', () => {
    assert.equal(minMemory(kernel, { packed: 1, unpacked: 0 }), 67 * MIB);
  });
});
