import assert from 'node:assert/strict';
import { TypedParameterType as T } from '#src/native/libvirt/generated/enums.js';
import { typedParamList } from '#src/native/libvirt/typed-params.js';

describe('typedParamList', () => {
  it('takes the documented type of a known name', () => {
    assert.deepEqual(typedParamList({ total_bytes_sec: 5 }), ['total_bytes_sec', T.ULLONG, 5]);
    assert.deepEqual(typedParamList({ weight: 5 }), ['weight', T.UINT, 5]);
  });

  it('guesses the type of an unknown name by its value', () => {
    assert.deepEqual(typedParamList({ 'x.a': 1 }), ['x.a', T.INT, 1]);
    assert.deepEqual(typedParamList({ 'x.a': 1.5 }), ['x.a', T.DOUBLE, 1.5]);
    assert.deepEqual(typedParamList({ 'x.a': 1n }), ['x.a', T.ULLONG, 1n]);
    assert.deepEqual(typedParamList({ 'x.a': -1n }), ['x.a', T.LLONG, -1n]);
    assert.deepEqual(typedParamList({ 'x.a': true }), ['x.a', T.BOOLEAN, true]);
    assert.deepEqual(typedParamList({ 'x.a': 'y' }), ['x.a', T.STRING, 'y']);
  });

  it('takes an explicit type, several values, and leaves out undefined ones', () => {
    assert.deepEqual(typedParamList({ a: { type: 'UINT', value: 5 }, b: undefined }), ['a', T.UINT, 5]);
    assert.deepEqual(typedParamList({ disk: ['vda', 'vdb'] }), [
      'disk',
      T.STRING,
      'vda',
      'disk',
      T.STRING,
      'vdb',
    ]);
    assert.throws(() => typedParamList({ a: { type: 'X' as 'UINT', value: 5 } }), { code: 'OPTION_INVALID' });
  });
});
