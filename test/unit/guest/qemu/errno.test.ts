import assert from 'node:assert/strict';
import { errnoOfText } from '#src/guest/qemu/errno.js';

describe('errno in a text', () => {
  it('is told by the words of the C library', () => {
    const said = "failed to open file '/x' (mode: 'r'): No such file or directory";
    assert.equal(errnoOfText(said), 'ENOENT');
    assert.equal(errnoOfText("rmdir: '/x': Directory not empty"), 'ENOTEMPTY');
    assert.equal(errnoOfText("sh: can't create /proc/x: permission denied"), 'EACCES');
  });

  it('may be missing', () => assert.equal(errnoOfText('something else'), undefined));
});
