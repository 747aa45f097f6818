import assert from 'node:assert/strict';
import { startSteps } from '#src/qemu/start-steps.js';
import { vmFolder } from '#src/vm-process/vm-folder.js';

const folder = vmFolder(
  {
    platform: 'linux',
    arch: 'x64',
    uid: 0,
    cpus: 1,
    memoryBytes: 1,
    runtimeDir: '/r',
    stateDir: '/s',
  },
  'id',
  'id',
);

describe('qemu start steps', () => {
  it('make an overlay for each disk that is not written itself, under its number', () => {
    const { args } = startSteps(
      [
        { path: '/a', format: 'raw', access: 'write' },
        { path: '/b', format: 'raw', access: 'overlay' },
        { path: '/c', format: 'qcow2', access: 'overlay', size: 4096 },
      ],
      folder,
      undefined,
    );
    assert.deepEqual(args, [
      '',
      '2',
      ...['/b', 'raw', '/s/id/disk.1.qcow2', ''],
      ...['/c', 'qcow2', '/s/id/disk.2.qcow2', '4096'],
    ]);
  });

  it('copy the template of the UEFI variables', () => {
    assert.deepEqual(startSteps([], folder, '/vars').args, ['/vars', '0']);
  });
});
