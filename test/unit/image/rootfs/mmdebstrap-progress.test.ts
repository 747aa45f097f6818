import assert from 'node:assert/strict';
import type { ProgressEvent } from '#src/core/progress.js';
import { BuildProgress } from '#src/image/progress.js';
import { MmdebstrapProgress } from '#src/image/rootfs/mmdebstrap-progress.js';

const LINES = [
  'Get:1 http://mirror bookworm InRelease [151 kB]',
  'Get:2 http://mirror bookworm/main amd64 Packages [8792 kB]',
  'Get:3 http://mirror bookworm/main amd64 base-files amd64 12.4 [70.7 kB]',
  'Get:4 http://mirror bookworm/main amd64 bash amd64 5.2.15-2 [1491 kB]',
  'Unpacking base-files (12.4) ...',
  'Setting up base-files (12.4) ...',
  'Unpacking bash (5.2) ...',
  'Setting up bash (5.2) ...',
  'Get:1 http://mirror bookworm/main amd64 systemd amd64 252 [3030 kB]',
  'Unpacking systemd (252) ...',
  'Setting up systemd (252) ...',
  'I: running --customize-hook in shell',
  'I: running --customize-hook in shell',
];

describe('MmdebstrapProgress', () => {
  it('turns the output into steps with counts', () => {
    const events: ProgressEvent[] = [];
    const follow = new MmdebstrapProgress(new BuildProgress((event) => events.push(event)));
    for (const line of LINES) follow.line(line);
    follow.done();
    const last = new Map(events.map((event) => [event.step, event]));
    assert.deepEqual(
      [...last.values()].map(({ step, completed, total, done }) => [step, completed, total, done]),
      [
        ['rootfs.essential-download', undefined, undefined, true],
        ['rootfs.essential-install', 4, 4, true],
        ['rootfs.download', undefined, undefined, true],
        ['rootfs.install', 2, 2, true],
        ['rootfs.filesystem', undefined, undefined, true],
      ],
    );
    const counts = events.filter(({ step }) => step === 'rootfs.essential-download').map((e) => e.completed);
    assert.deepEqual(counts, [undefined, 1, 2, undefined]);
  });
});
