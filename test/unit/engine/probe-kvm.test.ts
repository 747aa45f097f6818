import assert from 'node:assert/strict';
import { explainKvm } from '#src/engine/probe-kvm.js';
import { type HypervisorSurvey, parseSurvey } from '#src/engine/survey-hypervisors.js';

const denied = { present: true, usable: false, reason: 'this user may not', remedy: 'sudo chgrp …' };
const host = (more: Partial<HypervisorSurvey>): HypervisorSurvey => ({
  ...parseSurvey('user eve\ngroups eve\nmember eve\nkvm denied\nkvm-device crw-rw---- root kvm\n'),
  ...more,
});

describe('why KVM cannot be used', () => {
  it('names the group that may', () => {
    const { reason, remedy } = explainKvm(denied, host({}));
    assert.equal(reason, 'user eve may not open /dev/kvm (crw-rw---- root kvm)');
    assert.equal(remedy, 'sudo usermod -aG kvm eve, then log in again');
  });

  it('knows that a new login is enough', () => {
    assert.equal(explainKvm(denied, host({ member: ['eve', 'kvm'] })).remedy, 'log in again');
  });

  it('leaves the remedy of the probe where no group may', () => {
    for (const kvmDevice of ['crw------- root root', 'crw-r----- root kvm', 'crw-rw---- root root']) {
      assert.equal(explainKvm(denied, host({ kvmDevice })).remedy, denied.remedy);
    }
  });

  it('says that Xen has the CPU', () => {
    const survey = parseSurvey('xen 4.17.7\nxen-control control_d\n');
    const missing = {
      present: false,
      usable: false,
      reason: 'no such device',
      remedy: 'sudo modprobe kvm_amd',
    };
    assert.deepEqual(explainKvm(missing, survey), {
      present: false,
      usable: false,
      reason: "the host is a dom0 of Xen 4.17.7, which keeps the CPU's virtualization for itself",
      remedy: 'boot the host without Xen, or use Xen',
    });
  });

  it('has nothing to add elsewhere', () => {
    const missing = { present: false, usable: false, reason: 'no such device' };
    assert.equal(explainKvm(missing, parseSurvey('user eve\n')), missing);
    assert.equal(explainKvm(missing, parseSurvey('xen 4.17.7\n')), missing);
  });
});
