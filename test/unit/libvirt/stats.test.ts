import assert from 'node:assert/strict';
import { domainStats } from '#src/libvirt/stats.js';

describe('figures of a domain', () => {
  it('are in bytes and nanoseconds, with the disks in their order', () => {
    const params = {
      'cpu.time': 12n,
      'balloon.current': 1024n,
      'balloon.rss': 2n,
      'block.count': 2,
      'block.0.rd.bytes': 5n,
      'block.1.wr.bytes': 6n,
    };
    assert.deepEqual(domainStats(params), {
      cpuNs: 12,
      memoryBytes: 2 ** 20,
      residentBytes: 2048,
      disks: [
        { qdev: 'vd0', stats: { rd_bytes: 5, wr_bytes: 0 } },
        { qdev: 'vd1', stats: { rd_bytes: 0, wr_bytes: 6 } },
      ],
    });
  });

  it('are zero where libvirt does not tell', () => {
    assert.deepEqual(domainStats({}), { cpuNs: 0, memoryBytes: 0, residentBytes: 0, disks: [] });
  });
});
