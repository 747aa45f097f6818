// Xen's own xenstored for the tests, unpacked and not installed: its package would start services of a Xen host.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './step.mjs';

const PACKAGE = 'xen-utils-4.17';
/** test/native/support/xenstored.ts looks here, too. */
const FOLDER = join(ROOT, 'build', 'xenstored');

function must(program, args, cwd) {
  const { status, error, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}

/** Why the tests of the xenstore client will be skipped, or undefined. */
export function unpackXenstored() {
  if (existsSync(FOLDER)) return undefined;
  mkdirSync(join(ROOT, 'build'), { recursive: true });
  const work = mkdtempSync(join(ROOT, 'build', 'xenstored-'));
  try {
    must('apt-get', ['-q', 'download', PACKAGE], work);
    const file = readdirSync(work).find((name) => name.endsWith('.deb'));
    must('dpkg-deb', ['-x', file ?? '', join(work, 'root')], work);
    renameSync(join(work, 'root'), FOLDER);
    return undefined;
  } catch (error) {
    return error.message;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
