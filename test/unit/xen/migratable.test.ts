import assert from 'node:assert/strict';
import { isVmError } from '#src/core/errors.js';
import type { DiskSpec, VmSpec } from '#src/engine/vm-spec.js';
import { requireMovable } from '#src/xen/migratable.js';
import { spec } from './support.js';

const unsupported = (text: RegExp) => (error: unknown) =>
  isVmError(error) && error.code === 'VM_UNSUPPORTED' && text.test(error.message);
const movable = (changes: Partial<VmSpec>) => () => requireMovable({ ...spec, ...changes });

describe('what can be migrated', () => {
  it('refuses what the other host cannot have', () => {
    const disk = (access: DiskSpec['access']) =>
      ({ disks: [{ path: '/d', format: 'raw', access }] }) as const;
    assert.throws(movable({ network: { type: 'user', restrict: false } }), unsupported(/user network/));
    assert.throws(movable(disk('overlay')), unsupported(/\/d, by an overlay/));
    assert.throws(movable(disk('write')), unsupported(/writes to the disk \/d,/));
    const seed = { path: '/s', format: 'raw', access: 'read', seed: true } as const;
    assert.throws(movable({ disks: [seed] }), unsupported(/disk for cloud-init/));
    assert.throws(movable({ pci: ['0000:03:00.0'] }), unsupported(/PCI/));
    movable(disk('read'))();
    movable({ network: { type: 'bridge', bridge: 'xenbr0', mac: '52:54:00:00:00:01' } })();
  });
});
