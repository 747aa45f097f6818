import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { type CpioEntry, writeCpio } from '#src/image/initramfs/cpio.js';

const entries: CpioEntry[] = [
  { path: 'dev', type: 'directory', mode: 0o755 },
  { path: 'dev/console', type: 'character', mode: 0o600, major: 5, minor: 1 },
  { path: 'a', type: 'file', mode: 0o644, data: Buffer.from('12345') },
  { path: 'empty', type: 'file', mode: 0o4755, data: Buffer.alloc(0) },
  { path: 'link', type: 'symlink', target: 'dev/console' },
  { path: 'tmp', type: 'directory', mode: 0o1777 },
];

describe('writeCpio', () => {
  it('is read by an independent program', () => {
    const options = { input: writeCpio(entries), env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' } };
    const text = execFileSync('busybox', ['cpio', '-tv'], { ...options, stdio: ['pipe', 'pipe', 'ignore'] });
    const lines = text
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    assert.deepEqual(
      lines.map((words) => words[0]),
      ['drwxr-xr-x', 'crw-------', '-rw-r--r--', '-rwsr-xr-x', 'lrwxrwxrwx', 'drwxrwxrwt'],
    );
    assert.deepEqual(lines[4]?.slice(-3), ['link', '->', 'dev/console']);
    assert.ok(lines.every((words) => words.includes('0/0')));
  });

  it('keeps contents', () => {
    const text = execFileSync('busybox', ['cpio', '-i', '--to-stdout', 'a'], {
      input: writeCpio(entries),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    assert.equal(text.toString(), '12345');
  });

  it('writes the device number of the console', () => {
    const archive = writeCpio(entries).toString('latin1');
    const name = archive.indexOf('dev/console\0');
    // the last four fields before the name: rdevmajor rdevminor namesize check
    assert.equal(archive.slice(name - 32, name - 16), '0000000500000001');
  });

  it('gives equal bytes for equal input, aligned to 4', () => {
    assert.deepEqual(writeCpio(entries), writeCpio(entries));
    for (const count of [1, 2, 3, 4, 5, 6]) assert.equal(writeCpio(entries.slice(0, count)).length % 4, 0);
  });
});
