import assert from 'node:assert/strict';
import type { ProgressEvent } from '#src/core/progress.js';
import { BuildProgress } from '#src/image/progress.js';
import { MmdebstrapProgress } from '#src/image/rootfs/mmdebstrap-progress.js';

const get = (name: string) => `Get:3 http://mirror bookworm/main amd64 ${name} amd64 12.4 [70.7 kB]`;
const install = (name: string) => [`Unpacking ${name} (1) ...`, `Setting up ${name} (1) ...`];

const LINES = [
  ...install('usr-is-merged'),
  'Get:1 http://mirror bookworm InRelease [151 kB]',
  '0 upgraded, 2 newly installed, 0 to remove and 1 not upgraded.',
  get('base-files'),
  get('bash'),
  ...install('base-files'),
  ...install('bash'),
  '0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.',
  '0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.',
  get('apt'),
  ...install('apt'),
  '0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.',
  get('systemd'),
  ...install('systemd'),
  'I: running --customize-hook in shell: one',
  'I: running --customize-hook in shell: two',
];

describe('MmdebstrapProgress', () => {
  const events: ProgressEvent[] = [];
  before(() => {
    const follow = new MmdebstrapProgress(new BuildProgress((event) => events.push(event)));
    for (const line of LINES) follow.line(line);
    follow.done();
  });

  const countsOf = (step: string) =>
    events
      .filter((event) => event.step === step)
      .map(({ completed, total, done }) => [completed, total, done]);

  it('counts what happens to the essential packages', () => {
    const counts = [1, 2, 3, 4, 5, 6].map((completed) => [completed, 6, undefined]);
    assert.deepEqual(countsOf('rootfs.essential'), [[undefined, 6, undefined], ...counts, [6, 6, true]]);
  });

  it('adds up the runs of apt for the others', () => {
    const totals = countsOf('rootfs.packages').map(([completed, total]) => [completed, total]);
    const first = [1, 2, 3].map((completed) => [completed, 3]);
    const second = [3, 4, 5, 6].map((completed) => [completed, 6]);
    assert.deepEqual(totals, [[undefined, 3], ...first, ...second, [6, 6]]);
  });

  it('ends with the file system, announced once', () => {
    assert.deepEqual(countsOf('rootfs.filesystem'), [
      [undefined, undefined, undefined],
      [undefined, undefined, true],
    ]);
    assert.equal(events.at(-1)?.step, 'rootfs.filesystem');
  });
});
