import assert from 'node:assert/strict';
import { UploadProgress } from '#src/api/upload-progress.js';
import type { ProgressEvent } from '#src/core/progress.js';

const upload = (completed: number, total: number): ProgressEvent => ({
  ...{ type: 'progress', step: 'upload', message: 'uploading', unit: 'bytes' },
  ...{ completed, total, done: completed === total },
});

describe('progress of uploads', () => {
  it('adds up the files and is done once', () => {
    const told: ProgressEvent[] = [];
    const progress = new UploadProgress('ssh://h', (event) => told.push(event));
    progress.of('/a')(upload(10, 100));
    progress.of('/b')(upload(5, 50));
    progress.of('/a')(upload(100, 100));
    progress.of('/b')(upload(50, 50));
    progress.done();
    assert.deepEqual(
      told.map(({ completed, total, done }) => [completed, total, done]),
      [
        [10, 100, undefined],
        [15, 150, undefined],
        [105, 150, undefined],
        [150, 150, undefined],
        [150, 150, true],
      ],
    );
    assert.equal(told[0]?.message, 'uploading to ssh://h');
  });

  it('says nothing when nothing had to be sent', () => {
    const told: ProgressEvent[] = [];
    new UploadProgress('ssh://h', (event) => told.push(event)).done();
    assert.deepEqual(told, []);
  });
});
