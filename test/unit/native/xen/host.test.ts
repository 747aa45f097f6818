import assert from 'node:assert/strict';
import { toCpus, toNumaNodes, toPhysicalInfo, toVersion } from '#src/native/xen/host.js';

const NONE = 0xffffffff;

describe('what the hypervisor says of its machine', () => {
  it('is in bytes and words', () => {
    const info = toPhysicalInfo({
      threadsPerCore: 1,
      coresPerSocket: 2,
      nrCpus: 2,
      maxCpuId: 1,
      nrNodes: 1,
      maxNodeId: 0,
      cpuKhz: 2_000_000,
      capabilities: 0b11_0000_1011,
      totalPages: 2n ** 20n,
      freePages: 2n,
      scrubPages: 1n,
      outstandingPages: 0n,
      maxMfn: 0x13ffffn,
      hwCap: [1, 2, 3, 4, 5, 6, 7, 8],
    });
    assert.deepEqual(info.capabilities, ['hvm', 'pv', 'hap', 'gnttab-v1', 'gnttab-v2']);
    assert.deepEqual([info.totalMemory, info.freeMemory, info.scrubMemory], [2 ** 32, 8192, 4096]);
  });

  it('leaves out CPUs and nodes that are not there', () => {
    const off = { core: NONE, socket: NONE, node: NONE };
    assert.deepEqual(toCpus([off, { core: 1, socket: 0, node: 0 }]), [
      { cpu: 1, core: 1, socket: 0, node: 0 },
    ]);
    const nodes = toNumaNodes({
      nodes: [
        { size: 4096n, free: 1n },
        { size: BigInt(NONE), free: BigInt(NONE) },
        { size: 8192n, free: 2n },
      ],
      distances: [10, NONE, 20, NONE, NONE, NONE, 21, NONE, 10],
    });
    assert.deepEqual(nodes, [
      { node: 0, memory: 4096, freeMemory: 1, distances: [10, undefined, 20] },
      { node: 2, memory: 8192, freeMemory: 2, distances: [21, undefined, 10] },
    ]);
  });

  it('has a version in one piece, and no build id when there is none', () => {
    const raw = {
      major: 4,
      minor: 17,
      extra: '.7-pre',
      changeset: '',
      capabilities: 'xen-3.0-x86_64 hvm-3.0-x86_32 ',
      commandLine: '',
      compiler: 'gcc',
      compiledBy: '',
      compiledIn: '',
      compiledAt: '',
    };
    const version = toVersion({ ...raw, buildId: '' }, [0x15, 0x15]);
    assert.equal(version.version, '4.17.7-pre');
    assert.deepEqual(version.capabilities, ['xen-3.0-x86_64', 'hvm-3.0-x86_32']);
    assert.equal('buildId' in version, false);
    assert.equal(toVersion({ ...raw, buildId: 'ab' }, [0x15, 0x15]).buildId, 'ab');
  });
});
