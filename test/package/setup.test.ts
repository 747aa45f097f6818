import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { skipBecause } from '../support/skip.js';

const setup = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/setup.mjs', ...args], { encoding: 'utf8' });

describe('scripts/setup.mjs', function () {
  this.timeout(300_000);

  it('says nothing and does nothing when all is up to date', function () {
    if (process.platform !== 'linux') skipBecause(this, 'the set-up is for Linux');
    assert.equal(setup('--for', 'test').status, 0);
    const start = performance.now();
    const { status, stdout, stderr } = setup('--for', 'test');
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' });
    assert.ok(
      performance.now() - start < 3000,
      'it takes a third of a second on a machine with nothing else to do',
    );
  });

  for (const args of [[], ['--for'], ['--for', 'fun'], ['--for', 'demo', 'now'], ['--for', 'toString']]) {
    it(`refuses ${JSON.stringify(args)}`, () => {
      const { status, stderr } = setup(...args);
      assert.equal(status, 1);
      assert.equal(stderr.trim(), 'usage: node scripts/setup.mjs --for demo|test');
    });
  }
});
