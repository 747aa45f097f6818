import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Box {
  readonly name: string;
  readonly key: string;
  readonly version: string;
  readonly folder: string;
  readonly built: boolean;
}

interface Boxes {
  boxOf(kind: string): Box;
}

describe('vagrant/box/cache', () => {
  const original = { ...process.env };
  let boxes: Boxes;

  before(async () => {
    boxes = await import(pathToFileURL(resolve('vagrant/box/cache.mjs')).href);
  });

  afterEach(() => {
    for (const name of ['VMWRIGHT_CACHE_DIR', 'VMWRIGHT_BOX_NODE']) {
      if (original[name] === undefined) delete process.env[name];
      else process.env[name] = original[name];
    }
  });

  it('gives each kind its own box, with a version that Vagrant takes', () => {
    const [kvm, xen] = [boxes.boxOf('kvm'), boxes.boxOf('xen')];
    assert.equal(kvm.name, 'vmwright/kvm-host');
    assert.notEqual(kvm.key, xen.key);
    for (const box of [kvm, xen]) assert.match(box.version, /^0\.0\.\d+$/);
  });

  it('makes another box for another Node.js', () => {
    const { key } = boxes.boxOf('kvm');
    process.env.VMWRIGHT_BOX_NODE = '/bin/sh';
    assert.notEqual(boxes.boxOf('kvm').key, key);
  });

  it('looks in VMWRIGHT_CACHE_DIR', () => {
    process.env.VMWRIGHT_CACHE_DIR = '/nonexistent/cache';
    process.env.VMWRIGHT_BOX_NODE = '/bin/sh'; // a box that nobody has built
    const { built, folder, key } = boxes.boxOf('xen');
    assert.equal(built, false);
    assert.equal(folder, `/nonexistent/cache/boxes/xen-host-${key}`);
  });
});
