import assert from 'node:assert/strict';
import { type LocalUri, parseLocalUri } from '#src/libvirt/host-uri.js';
import { type LibvirtSurvey, obstacleOf as obstacle, parseSurvey, socketFor } from '#src/libvirt/survey.js';

const SYSTEM = parseLocalUri('qemu:///system');
const SESSION = parseLocalUri('qemu:///session');
const XEN = parseLocalUri('xen:///system');

const obstacleOf = (survey: LibvirtSurvey, uri: LocalUri) => obstacle(survey, uri, true);

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

  describe('on a dom0 is used only if the daemon that the URI reaches runs:', () => {
    const LEGACY = 'uid 0\nsocket system libvirt /run/libvirt/libvirt-sock\nprogram libvirtd\ndom0\n';
    const MODULAR = `${LEGACY}socket system virtxend /run/libvirt/virtxend-sock\nsocket system virtqemud /run/libvirt/virtqemud-sock\n`;
    const asleep = (text: string, uri: string, local = true) =>
      /^(\w+) does not run on this dom0/.exec(
        obstacle(parseSurvey(text), parseLocalUri(uri), local)?.reason ?? '',
      )?.[1];

    it('whatever the path', () => {
      assert.equal(asleep(LEGACY, 'xen:///'), 'libvirtd');
      assert.equal(asleep(LEGACY, 'lxc:///'), 'libvirtd');
      assert.equal(asleep(LEGACY, 'test:///default'), undefined); // in this process
      assert.equal(asleep(LEGACY, 'test:///default', false), 'libvirtd');
      assert.equal(asleep(LEGACY, 'test+unix:///default'), 'libvirtd');
      assert.equal(asleep(`${LEGACY}running libvirtd\n`, 'test:///default', false), undefined);
    });

    it("a session is a user's, but root's is the system", () => {
      assert.equal(asleep(LEGACY, 'qemu:///session'), 'libvirtd');
      assert.equal(asleep(LEGACY.replace('uid 0', 'uid 1000'), 'qemu:///session'), undefined);
      assert.equal(asleep(`${LEGACY}running libvirtd\n`, 'qemu:///session'), undefined);
    });

    it('another that runs does not count', () => {
      const qemuRuns = `${MODULAR}running virtqemud\n`;
      assert.equal(asleep(qemuRuns, 'xen:///system'), 'virtxend');
      assert.equal(asleep(qemuRuns, 'qemu:///system'), undefined);
      assert.equal(asleep(qemuRuns, 'lxc:///system'), 'libvirtd');
      assert.equal(asleep(qemuRuns, 'qemu:///system?mode=legacy'), 'libvirtd');
      assert.equal(asleep(`${LEGACY}running libvirtd\n`, 'xen:///system?mode=direct'), 'virtxend');
      assert.equal(asleep(`${LEGACY}running virtproxyd\n`, 'xen:///system'), 'libvirtd');
    });

    it("a socket in the system's folder is the system's", () => {
      const runs = `${MODULAR}running libvirtd\n`;
      const through = (path: string) => asleep(runs, `xen+unix:///system?socket=${path}`);
      assert.equal(through('/run/libvirt/libvirt-sock'), undefined);
      assert.equal(through('/run/libvirt/virtxend-sock'), 'virtxend');
      assert.equal(through('/var/run/libvirt/virtxend-sock-ro'), 'virtxend');
      assert.equal(through('/tmp/..//run/./libvirt/virtxend-admin-sock'), 'virtxend');
      assert.equal(through('%2Frun%2Flibvirt%2Fvirtxend-sock'), 'virtxend');
      assert.equal(through('/run/user/7/libvirt/libvirt-sock'), undefined);
    });
  });
});
