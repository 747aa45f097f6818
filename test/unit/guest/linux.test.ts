import assert from 'node:assert/strict';
import { constants } from 'node:os';
import { errnoName, signalName, signalNumber } from '#src/guest/linux.js';
import { skipBecause } from '../../support/skip.js';

describe('numbers of the guest', () => {
  before(function () {
    if (process.platform !== 'linux')
      skipBecause(this, 'only on Linux our own numbers are those of the guest');
  });

  it('names every errno as the system does', () => {
    const names = Object.entries(constants.errno).filter(
      ([name]) => !['EWOULDBLOCK', 'ENOTSUP'].includes(name),
    );
    for (const [name, number] of names) {
      if (/^E\d+$/.test(errnoName(number))) continue; // rare ones keep their number
      assert.equal(errnoName(number), name);
    }
    assert.equal(errnoName(2), 'ENOENT');
    assert.equal(errnoName(111), 'ECONNREFUSED');
    assert.equal(errnoName(9999), 'E9999');
  });

  it('knows every signal both ways', () => {
    for (const [name, number] of Object.entries(constants.signals)) {
      if (['SIGIOT', 'SIGPOLL'].includes(name)) continue; // second names
      assert.equal(signalNumber(name as NodeJS.Signals), number);
      assert.equal(signalName(number), name);
    }
    assert.equal(signalNumber(9), 9);
    assert.equal(signalNumber(65), undefined);
    assert.equal(signalNumber('SIGNOPE' as NodeJS.Signals), undefined);
  });
});
