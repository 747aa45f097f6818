import assert from 'node:assert/strict';
import type { RawDomain } from '#src/native/xen/addon.js';
import { toDomainInfo, toUuid, toVcpuInfo } from '#src/native/xen/domain.js';

const RAW: RawDomain = {
  domid: 5,
  flags: 0,
  totPages: 65_536n,
  maxPages: 65_792n,
  outstandingPages: 1n,
  shrPages: 2n,
  pagedPages: 3n,
  sharedInfoFrame: 0xabcden,
  cpuTime: 2n ** 60n + 1n,
  nrOnlineVcpus: 2,
  maxVcpuId: 3,
  ssidref: 7,
  handle: Uint8Array.from({ length: 16 }, (_, index) => index),
  cpupool: 1,
  gpaddrBits: 39,
  emulationFlags: 1,
  miscFlags: 0,
};

describe('toDomainInfo', () => {
  it('gives bytes for pages and keeps every nanosecond', () => {
    const info = toDomainInfo(RAW);
    assert.equal(info.memory, 256 * 2 ** 20);
    assert.equal(info.maxMemory, 257 * 2 ** 20);
    assert.deepEqual([info.claimedMemory, info.sharedMemory, info.pagedMemory], [4096, 8192, 12_288]);
    assert.equal(info.cpuTimeNs, 2n ** 60n + 1n);
    assert.equal(info.uuid, '00010203-0405-0607-0809-0a0b0c0d0e0f');
    assert.deepEqual([info.onlineVcpus, info.maxVcpuId, info.cpupool, info.addressBits], [2, 3, 1, 39]);
  });

  // Xen's domctl.h, XEN_DOMINF_*.
  const FLAGS = {
    dying: 1,
    hvm: 2,
    paused: 8,
    blocked: 16,
    running: 32,
    debugged: 64,
    xenstore: 128,
    hap: 256,
  } as const;
  for (const [name, flag] of Object.entries(FLAGS)) {
    it(`finds the flag ${name}, and only that`, () => {
      const info = toDomainInfo({ ...RAW, flags: flag });
      const set = Object.keys(FLAGS).filter((each) => info[each as keyof typeof FLAGS]);
      assert.deepEqual(set, [name]);
    });
  }

  it('tells the reason of a shutdown only when there was one', () => {
    const info = (flags: number) => toDomainInfo({ ...RAW, flags });
    assert.deepEqual([info(0).shutdown, info(0).shutdownReason], [false, undefined]);
    assert.equal(info(4).shutdownReason, 'poweroff');
    assert.equal(info(4 | (3 << 16)).shutdownReason, 'crash');
    assert.equal(info(4 | (5 << 16)).shutdownReason, 'soft-reset');
    assert.equal(info(4 | (200 << 16)).shutdownReason, 'unknown');
  });

  it('knows a domain without vCPUs', () => {
    assert.equal('maxVcpuId' in toDomainInfo({ ...RAW, maxVcpuId: 0xffffffff }), false);
  });
});

describe('toVcpuInfo', () => {
  it('makes booleans of bytes', () => {
    assert.deepEqual(toVcpuInfo({ vcpu: 1, online: 1, blocked: 0, running: 1, cpuTime: 9n, cpu: 3 }), {
      vcpu: 1,
      online: true,
      blocked: false,
      running: true,
      cpuTimeNs: 9n,
      cpu: 3,
    });
  });
});

describe('toUuid', () => {
  it('is lower-case and has its dashes', () =>
    assert.equal(toUuid(new Uint8Array(16).fill(0xab)), 'abababab-abab-abab-abab-abababababab'));
});
