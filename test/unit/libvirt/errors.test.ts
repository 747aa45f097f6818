import assert from 'node:assert/strict';
import { VmError } from '#src/core/errors.js';
import { isGone, isInactive, openError, startError } from '#src/libvirt/errors.js';
import { LibvirtError } from '#src/native/libvirt/error.js';
import { ErrorNumber } from '#src/native/libvirt/generated/enums.js';

const refusal = (message: string, code: keyof typeof ErrorNumber = 'INTERNAL_ERROR') =>
  new LibvirtError(message, {
    number: ErrorNumber[code],
    domainNumber: 10,
    levelNumber: 2,
    call: 'virDomainCreateXML',
    str1: '',
    str2: '',
    str3: '',
    int1: 0,
    int2: 0,
  });
const codeOf = (error: unknown) => (error instanceof VmError ? error.code : undefined);

describe('errors of libvirt', () => {
  it('of a start have the code of what is wrong', () => {
    const messages: readonly (readonly [string, string])[] = [
      ["operation failed: domain 'a' already exists with uuid 1", 'VM_NAME_TAKEN'],
      ['qemu unexpectedly closed the monitor: No space left on device', 'DISK_FULL'],
      ["Cannot access storage file '/x': No such file or directory", 'DISK_UNREADABLE'],
      ['unsupported configuration: no', 'VM_UNSUPPORTED'],
      ['internal error: something else', 'ENGINE_FAILED'],
    ];
    for (const [message, code] of messages)
      assert.equal(codeOf(startError('a', refusal(message))), code, message);
    const other = new TypeError('x');
    assert.equal(startError('a', other), other);
  });

  it('of a connection say who may use it', () => {
    const refused = openError(
      'qemu:///system',
      refusal('authentication failed: no agent', 'AUTH_FAILED'),
      undefined,
    );
    assert.ok(refused instanceof VmError && refused.code === 'ENGINE_UNAVAILABLE');
    assert.match(refused.remedy, /group libvirt/);
    const lost = new VmError('HOST_LOST', 'cut');
    assert.equal(openError('qemu:///system', refusal('end of file'), lost), lost);
    const missing = new VmError('ENGINE_UNAVAILABLE', 'libvirt.so.0 is not installed');
    assert.equal(openError('qemu:///system', missing, undefined), missing);
  });

  it('tell a domain that is gone from one that is stopped', () => {
    assert.deepEqual(
      [isGone(refusal('', 'NO_DOMAIN')), isGone(refusal('', 'OPERATION_INVALID'))],
      [true, false],
    );
    assert.equal(isInactive(refusal('', 'OPERATION_INVALID')), true);
    assert.equal(isInactive(new Error('x')), false);
  });
});
