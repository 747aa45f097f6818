import assert from 'node:assert/strict';
import { parseLocalUri } from '#src/libvirt/host-uri.js';
import { obstacleOf, parseSurvey, socketFor } from '#src/libvirt/survey.js';

const SYSTEM = parseLocalUri('qemu:///system');
const SESSION = parseLocalUri('qemu:///session');
const XEN = parseLocalUri('xen:///system');

describe('libvirt on a host', () => {
  it('is reached by the socket of the daemon that has the driver', () => {
    const modular = parseSurvey(
      'socket system virtqemud /run/libvirt/virtqemud-sock\nsocket system libvirt /run/libvirt/libvirt-sock\n' +
        'socket session libvirt /run/user/7/a b/libvirt-sock\n',
    );
    assert.equal(socketFor(modular, SYSTEM), '/run/libvirt/virtqemud-sock');
    assert.equal(socketFor(modular, XEN), '/run/libvirt/libvirt-sock');
    assert.equal(socketFor(modular, SESSION), '/run/user/7/a b/libvirt-sock');
    assert.equal(socketFor(modular, { ...SYSTEM, socket: '/mine' }), '/mine');
  });

  it('may be missing or asleep', () => {
    assert.match(obstacleOf(parseSurvey(''), SYSTEM)?.reason ?? '', /not installed/);
    const asleep = parseSurvey('program libvirtd\n');
    assert.match(obstacleOf(asleep, SYSTEM)?.reason ?? '', /does not listen/);
    assert.equal(obstacleOf(asleep, SESSION), undefined); // the library starts one of the user
    assert.equal(obstacleOf(parseSurvey(''), parseLocalUri('test:///default')), undefined);
    const listens = parseSurvey('socket system libvirt /run/libvirt/libvirt-sock\nprogram libvirtd\n');
    assert.equal(obstacleOf(listens, SYSTEM), undefined);
  });

  it('is never woken on a dom0: that would stop what xl runs', () => {
    const socket = 'socket system libvirt /run/libvirt/libvirt-sock\nprogram libvirtd\ndom0\n';
    const reason = (text: string, uri = XEN) => obstacleOf(parseSurvey(text), uri)?.reason ?? '';
    assert.match(reason(`${socket}domains 3\n`), /stop the 3 domains that xl runs/);
    assert.match(reason(`${socket}domains 0\n`), /is not started for you/);
    assert.match(reason(socket), /stop the domains that xl runs/);
    assert.match(reason(socket, SYSTEM), /dom0/);
    assert.equal(reason(`${socket}domains 3\nrunning libvirtd\n`), '');
  });
});
