import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type StartPlan, startCommand } from '#src/vm-process/start-script.js';

const plan: StartPlan = {
  runtimeDir: '/r',
  run: '/r/id',
  state: '/s/id',
  name: undefined,
  needed: [{ code: 'IMAGE_NOT_FOUND', path: '/k' }],
  firmwareVars: undefined,
  overlays: [{ base: '/b', format: 'raw', target: '/s/id/disk.0.qcow2', size: undefined }],
  qemu: ['qemu', '-x'],
  detached: false,
};

describe('start script', () => {
  it('passes everything as arguments, never as script text', () => {
    const [sh, c, script, zero, ...args] = startCommand(plan);
    assert.deepEqual([sh, c, zero], ['sh', '-c', 'vmwright']);
    assert.deepEqual(args, [
      ...['/r', '/r/id', '/s/id', '', ''],
      ...['1', 'IMAGE_NOT_FOUND', '/k'],
      '',
      ...['1', '/b', 'raw', '/s/id/disk.0.qcow2', ''],
      ...['qemu', '-x'],
    ]);
    const other = startCommand({ ...plan, detached: true, name: '/r/names/=bob', firmwareVars: '/v' });
    assert.equal(other[2], script);
    assert.deepEqual(other.slice(7, 9), ['/r/names/=bob', 'keep']);
  });

  it('is understood by every shell at hand', async () => {
    for (const shell of ['dash', 'bash', 'busybox']) {
      const args = shell === 'busybox' ? ['sh', '-n'] : ['-n'];
      const checked = promisify(execFile)(shell, [...args, '-c', startCommand(plan)[2] ?? '']);
      await checked.catch((error: { code?: unknown }) => assert.equal(error.code, 'ENOENT'));
    }
  });
});
