import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { StartPlan } from '#src/vm-process/program.js';
import { type StartPlace, startCommand } from '#src/vm-process/start-script.js';

const place: StartPlace = {
  runtimeDir: '/r',
  run: '/r/id',
  state: '/s/id',
  name: undefined,
  detached: false,
  seed: '',
};
const plan: StartPlan = {
  hypervisor: 'kvm',
  needed: [{ code: 'IMAGE_NOT_FOUND', path: '/k' }],
  steps: { script: 'shift 2\n', args: ['one', ''] },
  argv: ['qemu', '-x'],
};

describe('start script', () => {
  it('passes everything as arguments, never as script text', () => {
    const [sh, c, script, zero, ...args] = startCommand(place, plan);
    assert.deepEqual([sh, c, zero], ['sh', '-c', 'vmwright']);
    assert.deepEqual(args, [
      ...['/r', '/r/id', '/s/id', '', '', ''],
      ...['1', 'IMAGE_NOT_FOUND', '/k'],
      ...['one', ''],
      ...['qemu', '-x'],
    ]);
    const other = startCommand({ ...place, detached: true, name: '/r/names/=bob' }, plan);
    assert.equal(other[2], script);
    assert.deepEqual(other.slice(7, 9), ['/r/names/=bob', 'keep']);
  });

  it('names the place of a seed disk, which comes with the record', () => {
    const seed = '/s/id/seed.iso';
    assert.equal(startCommand({ ...place, seed }, plan)[9], seed);
  });

  it('is understood by every shell at hand', async () => {
    for (const shell of ['dash', 'bash', 'busybox']) {
      const args = shell === 'busybox' ? ['sh', '-n'] : ['-n'];
      const checked = promisify(execFile)(shell, [...args, '-c', startCommand(place, plan)[2] ?? '']);
      await checked.catch((error: { code?: unknown }) => assert.equal(error.code, 'ENOENT'));
    }
  });
});
