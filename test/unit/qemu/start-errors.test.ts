import assert from 'node:assert/strict';
import { qemuMessage, startError } from '#src/qemu/start-errors.js';

const STAMP = '2026-01-01T00:00:00.000000Z ';

describe('start errors', () => {
  it('reads QEMU without time stamps, program name and our own lines', () => {
    const stderr = `${STAMP}qemu-system-x86_64: warning: x\n${STAMP}qemu-system-x86_64: bad\n\nvmwright-exit 1\n`;
    assert.equal(qemuMessage(stderr), 'warning: x; bad');
    assert.equal(qemuMessage('\nvmwright-exit 1\n'), 'it gave no reason');
  });

  const cases: [string, string, string, RegExp][] = [
    [
      'a refusal of QEMU',
      `${STAMP}qemu-system-x86_64: Invalid SMP CPUs 9\n`,
      'ENGINE_FAILED',
      /Invalid SMP CPUs 9/,
    ],
    [
      'a disk that QEMU cannot use',
      `${STAMP}qemu-system-x86_64: -drive file=a: Could not open 'a'\n`,
      'DISK_UNREADABLE',
      /Could not open/,
    ],
    [
      'a missing program',
      '\nvmwright-fail NO_PROGRAM qemu-img\n',
      'ENGINE_UNAVAILABLE',
      /qemu-img is not installed/,
    ],
    ['a taken name', '\nvmwright-fail VM_NAME_TAKEN \n', 'VM_NAME_TAKEN', /'bob'/],
    [
      'a failed step',
      '\nvmwright-fail HOST_COMMAND_FAILED mkdir: no\n',
      'HOST_COMMAND_FAILED',
      /^mkdir: no$/,
    ],
    [
      'a full disk in a step',
      '\nvmwright-fail HOST_COMMAND_FAILED cp: error writing: No space left on device\n',
      'DISK_FULL',
      /No space/,
    ],
    [
      'a full disk in qemu-img',
      '\nvmwright-fail DISK_UNREADABLE qemu-img: a: No space left on device\n',
      'DISK_FULL',
      /No space/,
    ],
    [
      'the first of several disks that fail',
      '\nvmwright-fail DISK_UNREADABLE qemu-img: a: bad\n\nvmwright-fail DISK_UNREADABLE qemu-img: b: bad\n',
      'DISK_UNREADABLE',
      /^qemu-img: a: bad$/,
    ],
  ];
  for (const [what, stderr, code, message] of cases) {
    it(what, () => {
      const error = startError('bob', stderr);
      assert.equal(error.code, code);
      assert.match(error.message, message);
    });
  }

  it('names the package of a missing program', () => {
    const error = startError('bob', '\nvmwright-fail NO_PROGRAM /usr/bin/qemu-system-x86_64\n');
    assert.equal(error.remedy, 'apt-get install qemu-system-x86');
  });
});
