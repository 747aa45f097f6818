import assert from 'node:assert/strict';
import { domainStats } from '#src/xen/stats.js';

describe('figures of a domain', () => {
  it('are in seconds and bytes, for each CPU and interface', () => {
    const networks = [{ receivedBytes: 1, receivedPackets: 2, sentBytes: 3, sentPackets: 4 }];
    const vcpus = [
      { cpuNs: 1.5e9, online: true },
      { cpuNs: 0, online: false },
    ];
    assert.deepEqual(domainStats({ cpuNs: 2e9, residentBytes: 4096, vcpus, networks, disks: [] }), {
      cpuSeconds: 2,
      residentBytes: 4096,
      cpus: [
        { cpuSeconds: 1.5, online: true },
        { cpuSeconds: 0, online: false },
      ],
      networks,
    });
  });
});
