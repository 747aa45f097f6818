import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CopyTally } from '#src/guest/copy.js';
import { checkPath, TreeInput, TreeWriter } from '#src/guest/copy-out.js';
import { encodeEntry, type TreeEntry } from '#src/guest/tree.js';

const entry = (kind: TreeEntry['kind'], path: string, size = 0): Buffer =>
  encodeEntry({ kind, path, mode: 0o755, uid: 0, gid: 0, mtimeMs: 1000, size });
const file = (path: string, text: string) =>
  Buffer.concat([entry('file', path, text.length), Buffer.from(text)]);
const link = (path: string, target: string) =>
  Buffer.concat([entry('symlink', path, target.length), Buffer.from(target)]);
const ROOT = entry('directory', '');
const END = entry('end', '');

describe('a copied tree from a hostile guest', () => {
  let base: string;
  let out: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'vmwright-copy-'));
    out = join(base, 'out');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  const receive = async (...entries: Buffer[]) => {
    async function* chunks() {
      const all = Buffer.concat(entries);
      for (let at = 0; at < all.length; at += 100) yield all.subarray(at, at + 100);
    }
    const tally = new CopyTally('x', 'x', undefined);
    await new TreeWriter(out, new TreeInput(chunks()), tally, false).run();
    return tally.finish();
  };

  it('is written when it is sound', async () => {
    const result = await receive(
      ROOT,
      entry('directory', 'd'),
      file('d/a', 'text'),
      link('d/l', '/etc'),
      END,
    );
    assert.equal(result.files, 1);
    assert.equal(readFileSync(join(out, 'd/a'), 'utf8'), 'text');
  });

  const bad: Record<string, Buffer[]> = {
    'an absolute path': [ROOT, file('/etc/evil', 'x'), END],
    'a parent path': [ROOT, file('../evil', 'x'), END],
    'a parent path in the middle': [ROOT, entry('directory', 'd'), file('d/../../evil', 'x'), END],
    'a dot': [ROOT, file('.', 'x'), END],
    'an empty part': [ROOT, entry('directory', 'd'), file('d//x', 'x'), END],
    NUL: [ROOT, file('a\0b', 'x'), END],
    'a name that is too long': [ROOT, file('x'.repeat(256), 'x'), END],
    'a file through a link it sent': [ROOT, link('l', '..'), file('l/evil', 'x'), END],
    'a directory over a link it sent': [
      ROOT,
      link('l', '..'),
      entry('directory', 'l'),
      file('l/evil', 'x'),
      END,
    ],
    'a file in no directory': [ROOT, file('nowhere/x', 'x'), END],
    'a second root': [ROOT, ROOT, END],
    'no root': [file('x', 'x'), END],
    'a directory with contents': [entry('directory', '', 4), Buffer.alloc(4), END],
    'bytes after the end': [ROOT, END, Buffer.alloc(1)],
    'an early end': [ROOT, entry('file', 'x', 100)],
    'an unknown kind': [Buffer.alloc(32)],
    'a size beyond any disk': [ROOT, entry('file', 'x', Number.MAX_SAFE_INTEGER), Buffer.alloc(10)],
    'an endless link target': [ROOT, entry('symlink', 'l', 1 << 30), END],
    'an endless reason': [ROOT, entry('skipped', 'l', 1 << 30), END],
  };
  for (const [what, entries] of Object.entries(bad)) {
    it(`is refused for ${what}`, async () => {
      await assert.rejects(receive(...entries));
      assert.ok(!existsSync(join(base, 'evil')) && !existsSync('/etc/evil'));
      assert.deepEqual(
        readdirSync(base).filter((name) => name !== 'out'),
        [],
      );
    });
  }

  it('replaces an existing link instead of writing through it', async () => {
    const victim = join(base, 'victim');
    writeFileSync(victim, 'precious');
    mkdirSync(out);
    symlinkSync(victim, join(out, 'x'));
    await receive(ROOT, file('x', 'new'), END);
    assert.equal(readFileSync(victim, 'utf8'), 'precious');
    assert.equal(readFileSync(join(out, 'x'), 'utf8'), 'new');
    rmSync(victim);
  });

  it('does not enter an existing link to a directory', async () => {
    mkdirSync(out);
    mkdirSync(join(base, 'other'));
    symlinkSync(join(base, 'other'), join(out, 'd'));
    await assert.rejects(receive(ROOT, entry('directory', 'd'), file('d/x', 'x'), END));
    assert.deepEqual(readdirSync(join(base, 'other')), []);
  });

  it('cannot make setuid files here', async () => {
    const suid = encodeEntry({ kind: 'file', path: 's', mode: 0o4755, uid: 0, gid: 0, mtimeMs: 0, size: 0 });
    await receive(ROOT, suid, END);
    assert.equal(statSync(join(out, 's')).mode & 0o7777, 0o755);
  });

  it('has its paths split and checked', () => {
    assert.deepEqual(checkPath('a/b c/ü'), ['a', 'b c', 'ü']);
    assert.deepEqual(checkPath(''), []);
    assert.throws(() => checkPath('..'), { code: 'AGENT_PROTOCOL' });
  });
});
