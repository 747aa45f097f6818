import assert from 'node:assert/strict';
import {
  envFileEntries,
  parseCopySide,
  parseDisk,
  parseEnv,
  parseMemory,
  parseNetwork,
  parsePublish,
} from '#src/cli/parse.js';
import { UsageError } from '#src/cli/report-error.js';

const usage = (pattern: RegExp) => (error: unknown) =>
  error instanceof UsageError && pattern.test(error.message);

describe('cli parse', () => {
  it('reads ports to publish', () => {
    assert.deepEqual(parsePublish('80'), { guestPort: 80 });
    assert.deepEqual(parsePublish('8080:80'), { guestPort: 80, hostPort: 8080 });
    assert.deepEqual(parsePublish('127.0.0.1::80'), { guestPort: 80, hostAddress: '127.0.0.1' });
    assert.deepEqual(parsePublish('[::1]:8080:80'), { guestPort: 80, hostPort: 8080, hostAddress: '::1' });
    for (const bad of ['', 'x', '80:', ':', '1:2:3:4', '80/tcp']) {
      assert.throws(() => parsePublish(bad), usage(/is not a port to publish/), bad);
    }
  });

  it('reads networks', () => {
    assert.equal(parseNetwork('none'), 'none');
    assert.deepEqual(parseNetwork('tap:tap0'), { tap: 'tap0' });
    assert.deepEqual(parseNetwork('bridge:br0'), { bridge: 'br0' });
    for (const bad of ['nat', 'tap', 'user:x', ''])
      assert.throws(() => parseNetwork(bad), usage(/is not a network/));
  });

  it('reads disks', () => {
    assert.deepEqual(parseDisk('a.img'), { path: 'a.img' });
    assert.deepEqual(parseDisk('/x y/b.img,access=read,format=raw,size=1GiB'), {
      path: '/x y/b.img',
      access: 'read',
      format: 'raw',
      size: 2 ** 30,
    });
    assert.throws(() => parseDisk('a.img,acess=read'), usage(/'acess=read'/));
    assert.throws(() => parseDisk(',access=read'), usage(/needs a path/));
    assert.throws(() => parseDisk('a,size=1GB'), /size of the disk must be a size/);
  });

  it('reads sizes of memory', () => {
    assert.equal(parseMemory('1.5GiB'), 1.5 * 2 ** 30);
    assert.throws(() => parseMemory('512'), /--memory must be/);
  });

  it('takes variables from the command line and from the environment', () => {
    const own = { TOKEN: 'secret', EMPTY: '' };
    assert.deepEqual(parseEnv(['A=1=2', 'TOKEN', 'EMPTY', 'B='], own), {
      A: '1=2',
      TOKEN: 'secret',
      EMPTY: '',
      B: '',
    });
    assert.throws(() => parseEnv(['MISSING'], own), usage(/MISSING is not set/));
    assert.throws(() => parseEnv(['=x'], own), usage(/not an environment variable/));
  });

  it('reads env files', () => {
    assert.deepEqual(envFileEntries('# note\nA=1\r\n\n  B\nC=x # y\n'), ['A=1', 'B', 'C=x # y']);
  });

  it('tells vm:path from local paths', () => {
    assert.deepEqual(parseCopySide('web:/etc'), { vm: 'web', path: '/etc' });
    assert.deepEqual(parseCopySide('vm-1.a:x:y'), { vm: 'vm-1.a', path: 'x:y' });
    assert.deepEqual(parseCopySide('./a:b'), { vm: undefined, path: './a:b' });
    assert.deepEqual(parseCopySide('/a:b'), { vm: undefined, path: '/a:b' });
    assert.deepEqual(parseCopySide('plain'), { vm: undefined, path: 'plain' });
  });
});
