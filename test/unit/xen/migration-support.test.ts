import assert from 'node:assert/strict';
import type { HypervisorReport } from '#src/engine/hypervisor-report.js';
import { migrateFeature, migrationSupport } from '#src/xen/migration-support.js';

const xen: HypervisorReport = {
  name: 'xen',
  present: true,
  usable: true,
  reason: 'fine',
  guestTypes: ['pv', 'pvh', 'hvm'],
};
const supported = (changes: Partial<HypervisorReport>) => {
  const support = migrationSupport({ ...xen, ...changes });
  return [support.pv.supported, support.pvh.supported, support.hvm.supported];
};

describe('live migration per type of guest', () => {
  it('follows how Xen logs what guests write', () => {
    assert.deepEqual(supported({ virtCaps: ['pv', 'hvm', 'hap'] }), [false, true, true]);
    assert.deepEqual(supported({ virtCaps: ['pv', 'hvm', 'hap', 'shadow'] }), [true, true, true]);
    assert.deepEqual(supported({ virtCaps: ['pv', 'shadow'], guestTypes: ['pv'] }), [true, false, false]);
    assert.deepEqual(supported({}), [false, false, false]);
  });

  it('is a feature where one type can do it, and says why where none can', () => {
    const feature = (changes: Partial<HypervisorReport>) =>
      migrateFeature(migrationSupport({ ...xen, ...changes }));
    assert.ok(feature({ virtCaps: ['hap'] }).supported);
    const none = feature({ virtCaps: ['pv'], guestTypes: ['pv'] });
    assert.ok(!none.supported && /shadow paging/.test(none.reason));
  });
});
