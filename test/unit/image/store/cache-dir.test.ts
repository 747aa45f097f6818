import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { imageCacheDir } from '#src/image/store/cache-dir.js';

describe('imageCacheDir', () => {
  const saved = { ...process.env };
  const getuid = process.getuid;
  beforeEach(() => {
    delete process.env.VMWRIGHT_CACHE_DIR;
    delete process.env.XDG_CACHE_HOME;
    process.getuid = () => 1000;
  });
  afterEach(() => {
    process.env = { ...saved };
    if (getuid !== undefined) process.getuid = getuid;
  });

  it('follows VMWRIGHT_CACHE_DIR first', () => {
    process.env.VMWRIGHT_CACHE_DIR = 'some/folder';
    assert.equal(imageCacheDir(), resolve('some/folder'));
  });

  it('is the system-wide cache for root', () => {
    process.getuid = () => 0;
    assert.equal(imageCacheDir(), '/var/cache/vmwright');
  });

  it('follows the XDG rules for others', () => {
    assert.equal(imageCacheDir(), join(homedir(), '.cache', 'vmwright'));
    process.env.XDG_CACHE_HOME = '/xdg';
    assert.equal(imageCacheDir(), '/xdg/vmwright');
    process.env.XDG_CACHE_HOME = 'relative';
    assert.equal(imageCacheDir(), join(homedir(), '.cache', 'vmwright'));
  });
});
