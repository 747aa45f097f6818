import assert from 'node:assert/strict';
import { OptionError } from '#src/core/errors.js';
import { formatHostUrl, parseHostUrl } from '#src/remote/host-url.js';

describe('parseHostUrl', () => {
  it('takes user, name and port apart', () => {
    assert.deepEqual(parseHostUrl('ssh://root@kvm1:2222'), { user: 'root', name: 'kvm1', port: 2222 });
    assert.deepEqual(parseHostUrl('ssh://kvm1'), { user: undefined, name: 'kvm1', port: undefined });
    assert.deepEqual(parseHostUrl('ssh://kvm1/'), { user: undefined, name: 'kvm1', port: undefined });
    assert.deepEqual(parseHostUrl('ssh://a%2Bb@h'), { user: 'a+b', name: 'h', port: undefined });
    assert.deepEqual(parseHostUrl('ssh://[fe80::1%eth0]:22'), {
      user: undefined,
      name: 'fe80::1%eth0',
      port: 22,
    });
  });

  it('comes back the same', () => {
    for (const url of [
      'ssh://root@kvm1:2222',
      'ssh://kvm1',
      'ssh://a%2Bb@h',
      'ssh://u@[::1]:22',
      'ssh://[::1]',
    ]) {
      assert.equal(formatHostUrl(parseHostUrl(url)), url);
    }
    assert.equal(formatHostUrl(parseHostUrl('ssh://KVM1/')), 'ssh://kvm1');
  });

  it('refuses passwords and does not repeat them', () => {
    for (const url of [
      'ssh://root:s3cret@kvm1',
      'ssh://root:s3/c@ret@kvm1',
      'root:s3cret@kvm1',
      'http://a:s3cret@b',
    ]) {
      assert.throws(
        () => parseHostUrl(url),
        (error: Error) => error instanceof OptionError && !error.message.includes('s3'),
      );
    }
    assert.throws(() => parseHostUrl('ssh://root:pw@kvm1'), /password must not be in a URL/);
  });

  it('refuses nonsense', () => {
    const nonsense = [
      ...['', 'kvm1', 'ssh:kvm1', 'ssh://', 'ssh://@kvm1', 'ssh://root@', 'ssh://kvm1:0', 'ssh://kvm1:65536'],
      ...[
        'ssh://kvm1:',
        'ssh://kvm1:22x',
        'ssh://kvm1/path',
        'ssh://kvm1?x=1',
        'ssh://kvm1#x',
        'ssh://a b@kvm1',
      ],
      ...[
        'ssh://kvm 1',
        'ssh://-oProxyCommand=x',
        'ssh://-x@kvm1',
        'ssh://%zz@kvm1',
        'ssh://kvm1;id',
        'ssh://[::1',
      ],
    ];
    for (const url of nonsense) assert.throws(() => parseHostUrl(url), OptionError, url);
  });
});
