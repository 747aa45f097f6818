import assert from 'node:assert/strict';
import type { DiskSpec } from '#src/engine/vm-spec.js';
import { isVmError } from '#src/index.js';
import { parseLocalUri } from '#src/libvirt/host-uri.js';
import { refuseUnsupported } from '#src/libvirt/refusals.js';
import type { HostFacts } from '#src/remote/runner.js';
import { plainSpec } from '../support/plain-vm.js';

const root = { uid: 0 } as HostFacts;

describe("what libvirt's drivers refuse", () => {
  const disk: DiskSpec = { path: '/d/q', format: 'qcow2', access: 'read' };
  const check = (uri: string, changes: Partial<DiskSpec> = {}) =>
    refuseUnsupported({ ...plainSpec, disks: [{ ...disk, ...changes }] }, parseLocalUri(uri), root);

  it('is a qcow2 file that a guest of Xen may only read', () => {
    assert.throws(
      () => check('xen:///system'),
      (error) => isVmError(error) && error.code === 'VM_UNSUPPORTED' && /\/d\/q/.test(error.message),
    );
    check('xen:///system', { access: 'overlay' });
    check('xen:///system', { format: 'raw' });
    check('qemu:///system');
  });
});
