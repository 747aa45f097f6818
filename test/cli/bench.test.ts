import assert from 'node:assert/strict';
import { assertNothingLeft } from '../support/root-hooks.js';
import { cli, endStarted } from './support/cli.js';

describe('cli bench', function () {
  this.timeout(180_000);
  afterEach('leaves nothing', async () => {
    endStarted(); // of a failed test
    await assertNothingLeft();
  });

  it('measures and says what it measured', async () => {
    const { code, stdout, stderr } = await cli([
      '--json',
      'bench',
      '--runs',
      '1',
      '--execs',
      '5',
      '--size',
      '1',
    ]);
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout) as { image: string; figures: Record<string, number | string>[] };
    assert.equal(report.image, 'base');
    const names = report.figures.map((figure) => figure.name);
    assert.deepEqual(names, ['create to first exec', 'exec round trip', 'copy in', 'copy out']);
    for (const { p50, p99, samples, definition } of report.figures) {
      assert.ok(Number(p50) > 0 && Number(p99) > 0 && Number(samples) > 0);
      assert.ok(String(definition).length > 20);
    }
  });
});
