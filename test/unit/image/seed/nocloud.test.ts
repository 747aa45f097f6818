import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nocloudSeed, type SeedTexts } from '#src/image/seed/nocloud.js';
import { skipBecause } from '../../../support/skip.js';

const CREATED = new Date('2026-02-03T04:05:06.789Z');
const TEXTS: SeedTexts = {
  userData: `#!/bin/sh\n${'echo a line longer than a block\n'.repeat(200)}`,
  metaData: '{"instance-id":"vm-1"}\n',
  networkConfig: 'version: 2\n# ü\n',
};

/** A reader of ISO 9660 that others wrote; the first of them is in Debian's essential packages. */
const BLKID = '/usr/sbin/blkid';
const BSDTAR = '/usr/bin/bsdtar';

describe('cloud-init seed', () => {
  let folder: string;
  let path: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'vmwright-seed-'));
    path = join(folder, 'seed.iso');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const write = (texts: SeedTexts) => {
    const image = nocloudSeed(texts, CREATED);
    writeFileSync(path, image);
    return image;
  };

  it('has the label by which cloud-init finds it, for blkid', function () {
    if (!existsSync(BLKID)) skipBecause(this, `${BLKID} is missing`);
    write(TEXTS);
    const told = execFileSync(BLKID, ['-p', '-o', 'export', path], { encoding: 'utf8' });
    assert.match(told, /^LABEL=cidata$/m);
    assert.match(told, /^TYPE=iso9660$/m);
    assert.match(told, /^UUID=2026-02-03-04-05-06-78$/m);
  });

  it('has its files under their names, for root alone, for bsdtar', function () {
    if (!existsSync(BSDTAR)) skipBecause(this, `${BSDTAR} is missing`);
    write(TEXTS);
    const bsdtar = (...args: string[]) => execFileSync(BSDTAR, args, { encoding: 'utf8' });
    const list = bsdtar('-tvf', path).trim().split('\n');
    const entries = list.map((line) => {
      const [mode, , uid, gid, size] = line.split(/\s+/);
      return [line.split(' ').at(-1), mode, uid, gid, size].join(' ');
    });
    const bytes = (text = '') => Buffer.byteLength(text);
    assert.deepEqual(entries.sort(), [
      '. dr-x------ 0 0 2048',
      `meta-data -r-------- 0 0 ${bytes(TEXTS.metaData)}`,
      `network-config -r-------- 0 0 ${bytes(TEXTS.networkConfig)}`,
      `user-data -r-------- 0 0 ${bytes(TEXTS.userData)}`,
    ]);
    for (const [name, text] of [
      ['user-data', TEXTS.userData],
      ['meta-data', TEXTS.metaData],
      ['network-config', TEXTS.networkConfig],
    ] as const)
      assert.equal(bsdtar('-xOf', path, name), text);
  });

  it('is whole blocks of a CD, and has an empty file and none more', function () {
    const image = write({ userData: '', metaData: 'a: b\n' });
    assert.equal(image.length % 2048, 0);
    assert.equal(image.readUInt32LE(16 * 2048 + 80), image.length / 2048);
    if (!existsSync(BSDTAR)) skipBecause(this, `${BSDTAR} is missing`);
    const names = execFileSync(BSDTAR, ['-tf', path], { encoding: 'utf8' }).trim().split('\n');
    assert.deepEqual(names.sort(), ['.', 'meta-data', 'user-data']);
  });
});
