import assert from 'node:assert/strict';
import { cpuSeconds, diskStats } from '#src/vm-process/stats.js';

describe('qemu stats', () => {
  it('reads CPU time whatever the process is called', () => {
    assert.equal(cpuSeconds('7 (a) b) (c) S 1 7 7 0 -1 4 100 0 0 0 250 50 0 0 20 0'), 3);
  });

  it('gives the disks in guest order, and zeros for those that are not reported', () => {
    const blocks = [
      { qdev: '/machine/peripheral/vd1/virtio-backend', stats: { rd_bytes: 3, wr_bytes: 4 } },
      { stats: { rd_bytes: 9, wr_bytes: 9 } },
      { qdev: '/machine/peripheral/vd0/virtio-backend', stats: { rd_bytes: 1, wr_bytes: 2 } },
    ];
    assert.deepEqual(diskStats(blocks, 3), [
      { readBytes: 1, writeBytes: 2 },
      { readBytes: 3, writeBytes: 4 },
      { readBytes: 0, writeBytes: 0 },
    ]);
  });
});
