import assert from 'node:assert/strict';
import { parseLibvirtUrl, parseLocalUri } from '#src/libvirt/host-uri.js';

describe('URLs of libvirt hosts', () => {
  it('name a libvirt of this machine or of another one', () => {
    const parsed = (url: string) => {
      const { ssh, uri } = parseLibvirtUrl(url);
      return [ssh, uri];
    };
    assert.deepEqual(parsed('libvirt+qemu:///system'), [undefined, 'qemu:///system']);
    assert.deepEqual(parsed('libvirt+xen:///system'), [undefined, 'xen:///system']);
    assert.deepEqual(parsed('libvirt+test:///default'), [undefined, 'test:///default']);
    assert.deepEqual(parsed('libvirt+qemu+unix:///session?socket=/s'), [
      undefined,
      'qemu+unix:///session?socket=/s',
    ]);
    assert.deepEqual(parsed('libvirt+qemu+ssh://joe@far:2222/session'), [
      'ssh://joe@far:2222',
      'qemu:///session',
    ]);
  });

  it('that cannot be meant say what to write', () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ['libvirt+qemu', /has the form/],
      ['libvirt+qemu://far/system', /over ssh/],
      ['libvirt+qemu+tls://far/system', /transport tls/],
      ['libvirt+qemu+ssh:///system', /name of the machine/],
      ['libvirt+qemu+ssh://far/system?keyfile=/x', /option ssh/],
      ['libvirt+xen:///', /path of xen is \/system/],
      ['libvirt+xen+ssh://root@far', /path of xen is \/system/],
      ['libvirt+xen:///session', /path of xen is \/system/],
      ['libvirt+qemu:///', /\/system or \/session/],
      ['libvirt+qemu:///%73ystem', /\/system or \/session/],
      ['libvirt+qemu:///embed?root=/x', /vmwright\/libvirt/],
    ];
    for (const [url, message] of refused)
      assert.throws(() => parseLibvirtUrl(url), { code: 'OPTION_INVALID', message }, url);
  });

  it('tell the daemon', () => {
    const none = { remote: false, socket: undefined, mode: undefined };
    assert.deepEqual(parseLocalUri('qemu:///system'), { ...none, driver: 'qemu', scope: 'system' });
    assert.deepEqual(parseLocalUri('qemu+unix:///session?socket=%2Fa%20b'), {
      driver: 'qemu',
      remote: true,
      scope: 'session',
      socket: '/a b',
      mode: undefined,
    });
    assert.equal(parseLocalUri('test:///default').scope, 'other');
  });

  it('are read as libvirt reads them', () => {
    const { socket, mode } = parseLocalUri('xen:///system?socket=/a&Mode=direct;SOCKET=/b+c');
    assert.deepEqual([socket, mode], ['/b+c', 'direct']);
  });
});
