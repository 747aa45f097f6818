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
    ];
    for (const [url, text] of refused) assert.throws(() => parseLibvirtUrl(url), text, url);
  });

  it('tell the daemon', () => {
    assert.deepEqual(parseLocalUri('qemu:///system'), { driver: 'qemu', scope: 'system', socket: undefined });
    assert.deepEqual(parseLocalUri('qemu+unix:///session?socket=%2Fa%20b'), {
      driver: 'qemu',
      scope: 'session',
      socket: '/a b',
    });
    assert.equal(parseLocalUri('test:///default').scope, 'other');
  });
});
