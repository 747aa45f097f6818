import assert from 'node:assert/strict';
import { reportXen } from '#src/engine/probe-xen.js';
import type { XenSurvey } from '#src/engine/survey-hypervisors.js';

const dom0: XenSurvey = {
  version: '4.17.7',
  dom0: true,
  interfaces: ['xen-3.0-x86_64', 'hvm-3.0-x86_32', 'hvm-3.0-x86_64'],
  privcmd: 'ok',
  store: 'ok',
  tools: true,
  virtCaps: ['pv', 'hvm', 'hap'],
  resources: { cpus: 2, memory: 2 ** 32, freeMemory: 2 ** 30, scheduler: 'credit2' },
};

const report = (xen: XenSurvey | undefined, xenImage = false) =>
  reportXen({ user: 'eve', groups: [], member: [], kvm: 'absent', kvmDevice: '', xen, xenImage });

describe('report on Xen', () => {
  it('says what a dom0 can do', () => {
    assert.deepEqual(report(dom0), {
      name: 'xen',
      present: true,
      usable: true,
      version: '4.17.7',
      dom0: true,
      reason: 'the host is dom0 and can run guests of type pv, pvh, hvm, with hardware-assisted paging',
      guestTypes: ['pv', 'pvh', 'hvm'],
      virtCaps: ['pv', 'hvm', 'hap'],
      resources: { cpus: 2, memory: 2 ** 32, freeMemory: 2 ** 30, scheduler: 'credit2' },
    });
  });

  it('takes the guest types from the interfaces when xl is silent', () => {
    const { guestTypes, virtCaps, usable } = report({ ...dom0, virtCaps: undefined });
    assert.deepEqual([usable, guestTypes, virtCaps], [true, ['pv', 'pvh', 'hvm'], undefined]);
    assert.deepEqual(report({ ...dom0, virtCaps: undefined, interfaces: ['xen-3.0-x86_64'] }).guestTypes, [
      'pv',
    ]);
  });

  const obstacles: [string, Partial<XenSurvey>, RegExp, RegExp | undefined][] = [
    ['a domU', { dom0: false }, /itself a guest of Xen/, undefined],
    ['no driver', { privcmd: 'absent' }, /no \/dev\/xen\/privcmd/, /modprobe/],
    ['no rights', { privcmd: 'denied' }, /user eve may not open \/dev\/xen\/privcmd/, /root/],
    ['no tools', { tools: false }, /tools are not installed/, /apt-get install xen-utils-4\.17$/],
    ['no xenstored', { store: 'absent' }, /xenstored does not run/, /systemctl start xen/],
    ['a closed socket', { store: 'denied' }, /socket may not be opened/, /systemctl/],
  ];
  for (const [what, change, reason, remedy] of obstacles) {
    it(`explains ${what}`, () => {
      const found = report({ ...dom0, ...change });
      assert.deepEqual([found.present, found.usable, found.guestTypes], [true, false, undefined]);
      assert.match(found.reason, reason);
      if (remedy === undefined) assert.equal(found.remedy, undefined);
      else assert.match(found.remedy ?? '', remedy);
    });
  }

  it('says that there is none', () => {
    const { remedy, ...rest } = report(undefined);
    const reason = 'the host does not run under Xen';
    assert.deepEqual(rest, { name: 'xen', present: false, usable: false, reason });
    assert.match(remedy ?? '', /apt-get install xen-system-amd64/);
  });

  it('says that it was not booted', () => {
    const { present, reason, remedy } = report(undefined, true);
    assert.equal(present, false);
    assert.match(reason, /installed, but this kernel was booted without it/);
    assert.match(remedy ?? '', /GRUB/);
  });
});
