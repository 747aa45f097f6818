import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { parseSurvey, surveyHypervisors } from '#src/engine/survey-hypervisors.js';
import { LocalRunner } from '#src/remote/local-runner.js';

const MIB = 2 ** 20;
/** As a real dom0 of Xen 4.17 on Debian 12 prints it. */
const DOM0 = `user root
groups root
member root
xen 4.17.7
xen-features 000228f0
xen-interfaces xen-3.0-x86_64 hvm-3.0-x86_32 hvm-3.0-x86_32p hvm-3.0-x86_64 
xen-control control_d
xen-privcmd ok
xen-store ok
xl /usr/sbin/xl
xen-cpus 2
xen-memory 4095
xen-free 1500
xen-caps pv hvm hap gnttab-v1 gnttab-v2
xen-scheduler credit2
`;

describe('survey of hypervisors', () => {
  it('reads a dom0', () => {
    assert.deepEqual(parseSurvey(DOM0), {
      user: 'root',
      groups: ['root'],
      member: ['root'],
      kvm: 'absent',
      kvmDevice: '',
      xen: {
        version: '4.17.7',
        dom0: true,
        interfaces: ['xen-3.0-x86_64', 'hvm-3.0-x86_32', 'hvm-3.0-x86_32p', 'hvm-3.0-x86_64'],
        privcmd: 'ok',
        store: 'ok',
        tools: true,
        virtCaps: ['pv', 'hvm', 'hap', 'gnttab-v1', 'gnttab-v2'],
        resources: { cpus: 2, memory: 4095 * MIB, freeMemory: 1500 * MIB, scheduler: 'credit2' },
      },
      xenImage: false,
    });
  });

  it('tells nothing of the machine when xl does not tell all of it', () => {
    assert.equal(parseSurvey(DOM0.replace('xen-free 1500', '')).xen?.resources, undefined);
    assert.equal(parseSurvey('xen 4.17.7\n').xen?.resources, undefined);
  });

  it('sees a Xen that was not booted', () => {
    assert.equal(parseSurvey('user root\nxen-image /boot/xen-4.17-amd64.gz\n').xenImage, true);
  });

  it('takes either sign of a dom0', () => {
    const dom0 = (features: string, control: string) =>
      parseSurvey(`xen 4.17.7\nxen-features ${features}\nxen-control ${control}\n`).xen?.dom0;
    assert.equal(dom0('00000800', ''), true);
    assert.equal(dom0('', 'control_d'), true);
    assert.equal(dom0('000027ff', ''), false);
    assert.equal(dom0('', ''), false);
  });

  it('reads a host with KVM', () => {
    const { kvm, kvmDevice, groups, member, xen } = parseSurvey(
      'user eve\ngroups eve\nmember eve kvm\nkvm denied\nkvm-device crw-rw---- root kvm\n',
    );
    assert.deepEqual(
      { kvm, kvmDevice, groups, member, xen },
      {
        kvm: 'denied',
        kvmDevice: 'crw-rw---- root kvm',
        groups: ['eve'],
        member: ['eve', 'kvm'],
        xen: undefined,
      },
    );
  });

  it('looks at this machine', async () => {
    const runner = new LocalRunner();
    const [found, same] = await Promise.all([surveyHypervisors(runner), surveyHypervisors(runner)]);
    assert.equal(found, same, 'those who ask at the same time share one answer');
    assert.equal(found.user, userInfo().username);
    assert.ok(found.groups.length > 0);
  });
});
