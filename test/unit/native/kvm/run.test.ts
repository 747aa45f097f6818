import assert from 'node:assert/strict';
import type { KvmExit } from '#src/native/kvm/exit.js';
import { answerOf, guestDebug } from '#src/native/kvm/run.js';

describe('guestDebug', () => {
  const none = Array(8).fill(0n);
  it('turns all off without options', () => {
    assert.deepEqual(guestDebug(undefined), [0, none]);
    assert.deepEqual(guestDebug({}), [0, none]);
    assert.deepEqual(guestDebug({ singleStep: false }), [0, none]);
  });

  it('has the bits of KVM_GUESTDBG_*', () => {
    assert.deepEqual(guestDebug({ singleStep: true }), [0x3, none]);
    assert.deepEqual(guestDebug({ softwareBreakpoints: true }), [0x10001, none]);
    assert.deepEqual(guestDebug({ debugRegisters: [1n, 2n] }), [0x20001, [1n, 2n, 0n, 0n, 0n, 0n, 0n, 0n]]);
  });
});

describe('answerOf', () => {
  const data = new Uint8Array(4);
  const cases: [KvmExit | undefined, unknown][] = [
    [undefined, undefined],
    [{ type: 'io-in', port: 1, size: 4, count: 1, data }, data],
    [{ type: 'mmio-read', address: 0n, data }, data],
    [{ type: 'io-out', port: 1, size: 4, count: 1, data }, undefined],
    [{ type: 'msr-read', index: 1, reason: 2 }, undefined],
    [{ type: 'msr-read', index: 1, reason: 2, value: 3n }, 3n],
    [{ type: 'msr-write', index: 1, reason: 2, value: 3n, accept: true }, true],
    [{ type: 'hypercall', number: 1n, args: [], result: 4n }, 4n],
    [{ type: 'halt' }, undefined],
  ];
  for (const [exit, answer] of cases) {
    it(`of ${exit?.type ?? 'nothing'}${answer === undefined ? ' is nothing' : ''}`, () => {
      assert.equal(answerOf(exit), answer);
    });
  }
});
