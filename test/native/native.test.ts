import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { skipBecause } from '../support/skip.js';

const SCRIPT = 'scripts/native-test.mjs';
const SUITES = Array.from(
  readFileSync('test/native/suites.def', 'utf8').matchAll(/^SUITE\((\w+)\)$/gm),
  (line) => line[1] ?? '',
);

describe('C++ core under the address and undefined behaviour sanitizers', () => {
  before('compiles', function () {
    this.timeout(900_000);
    if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause(this, 'linux-x64 only');
    const make = spawnSync('make', ['-j2', '-f', 'test/native/Makefile'], { encoding: 'utf8' });
    assert.equal(make.status, 0, `${make.stdout}${make.stderr}`);
  });

  for (const suite of SUITES) {
    it(suite, function () {
      this.timeout(120_000);
      const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, suite], { encoding: 'utf8' });
      for (const line of stdout.match(/^\s*skip .*$/gm) ?? []) console.log(`      ${line.trim()}`);
      assert.equal(status, 0, `${stdout}${stderr}`);
      assert.match(stdout, /^ {2}ok /m);
    });
  }
});
