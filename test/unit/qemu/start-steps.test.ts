import assert from 'node:assert/strict';
import { startSteps } from '#src/qemu/start-steps.js';
import { plainFolder as folder } from '../support/plain-vm.js';

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
      ...['/b', 'raw', '/var/v/vm-1/disk.1.qcow2', ''],
      ...['/c', 'qcow2', '/var/v/vm-1/disk.2.qcow2', '4096'],
    ]);
  });

  it('copy the template of the UEFI variables', () => {
    assert.deepEqual(startSteps([], folder, '/vars').args, ['/vars', '0']);
  });
});
