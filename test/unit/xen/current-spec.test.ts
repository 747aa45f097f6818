import assert from 'node:assert/strict';
import { isVmError } from '#src/core/errors.js';
import type { VmSpec } from '#src/engine/vm-spec.js';
import type { DomainConfig } from '#src/vm-process/index.js';
import { currentSpec } from '#src/xen/current-spec.js';
import { spec } from './support.js';

const MAC = '52:54:00:00:00:0A';
const bridge = { type: 'bridge', bridge: 'xenbr0', mac: MAC } as const;

describe('spec of a VM by now', () => {
  it('has what was changed of the domain', () => {
    const now = {
      b_info: { target_memkb: 131072, avail_vcpus: [0], sched_params: { weight: 256, cap: 50 } },
    };
    const old = { ...spec, libxl: { b_info: { x: 1, target_memkb: 5 } } };
    const sched_params = { weight: 256, cap: 50 };
    assert.deepEqual(currentSpec(old, now, 'saved').libxl, {
      b_info: { x: 1, target_memkb: 131072, avail_vcpus: [0], sched_params },
    });
    const plain = currentSpec(spec, { b_info: { sched_params: { weight: -1, cap: -1 } } }, 'saved');
    assert.deepEqual(plain.libxl, { b_info: {} });
  });

  const refused = (done: 'migrated' | 'saved', old: Partial<VmSpec>, now: DomainConfig) =>
    assert.throws(
      () => currentSpec({ ...spec, ...old }, now, done),
      (error) =>
        isVmError(error) &&
        error.code === 'VM_UNSUPPORTED' &&
        error.message.includes(`cannot be ${done}: interfaces or PCI devices were added or removed`),
    );

  it('knows no devices that came or went while it ran', () => {
    refused('migrated', {}, { nics: [{ mac: MAC }] });
    refused('saved', {}, { pcidevs: [{}] });
    refused('saved', { network: bridge }, {});
    refused('saved', { network: bridge }, { nics: [{ mac: '52:54:00:00:00:0b' }] });
    refused('saved', { pci: ['0000:03:00.0'] }, {});
  });

  it('keeps those with which it was created', () => {
    const nics = [{ mac: MAC.toLowerCase() }];
    assert.deepEqual(currentSpec({ ...spec, network: bridge }, { nics }, 'saved').network, bridge);
    currentSpec({ ...spec, pci: ['0000:03:00.0'] }, { pcidevs: [{}] }, 'saved');
    currentSpec({ ...spec, libxl: { nics: [{ bridge: 'xenbr0' }] } }, { nics }, 'saved');
  });
});
