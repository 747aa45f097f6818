import assert from 'node:assert/strict';
import { constants } from 'node:buffer';
import { Kvm, KvmCap, KvmMemory } from 'vmwright/kvm';
import { eventually } from '../support/leaks.js';
import { collectGarbage, mappedBytes } from './support/memory-use.js';
import {
  CODE,
  code,
  DATA,
  requireCap,
  requireKvm,
  runToType,
  SUITE_LIMIT,
  tinyGuest,
} from './support/tiny-guest.js';

const STORE = code('c606 0050 01', 'f4'); // mov byte [0x5000], 1; hlt

describe('KVM binding: memory', function () {
  this.timeout(SUITE_LIMIT);
  before(function () {
    requireKvm(this);
  });

  it('is zeroed and seen from both sides', async () => {
    // mov al, [DATA]; inc al; mov [DATA + 1], al; hlt
    using guest = tinyGuest(code('a0 0020', 'fec0', 'a2 0120', 'f4'));
    assert.equal(guest.memory.bytes.length, 65536);
    assert.ok(guest.memory.bytes.subarray(DATA).every((byte) => byte === 0));
    guest.memory.bytes[DATA] = 41;
    await runToType(guest.vcpu, 'halt');
    assert.equal(guest.memory.bytes[DATA + 1], 42);
  });

  it('may be mapped twice, and in part', async () => {
    // mov ax, 0x1000; mov ds, ax; mov al, [4]; out 0x80, al
    using guest = tinyGuest(code('b8 0010', '8ed8', 'a0 0400', 'e6 80'));
    guest.memory.bytes[DATA + 4] = 7;
    const { memory } = guest;
    guest.vm.setUserMemoryRegion({ slot: 1, guestAddress: 0x10000, memory, offset: DATA, size: 4096 });
    assert.equal((await runToType(guest.vcpu, 'io-out')).data[0], 7);
  });

  it('can be taken away again', async () => {
    using guest = tinyGuest(code('b8 0010', '8ed8', 'a0 0400'));
    guest.vm.setUserMemoryRegion({ slot: 1, guestAddress: 0x10000n, memory: guest.memory });
    guest.vm.deleteMemoryRegion(1);
    await runToType(guest.vcpu, 'mmio-read');
    assert.throws(() => guest.vm.getDirtyLog(1), { code: 'OPTION_INVALID' });
  });

  it('keeps book of written pages', async () => {
    using guest = tinyGuest(STORE, { logDirtyPages: true });
    guest.vm.getDirtyLog(0);
    await runToType(guest.vcpu, 'halt');
    const [first = 0, second] = guest.vm.getDirtyLog(0);
    // KVM may count the page of the code as well: it maps it writable
    assert.deepEqual([first & ~(1 << (CODE / 4096)), second], [1 << 5, 0]);
    assert.deepEqual([...guest.vm.getDirtyLog(0)], [0, 0]);
  });

  it('clears the book only on demand, when asked for', async function () {
    requireCap(this, KvmCap.MANUAL_DIRTY_LOG_PROTECT2, 'MANUAL_DIRTY_LOG_PROTECT2');
    using kvm = Kvm.open();
    using vm = kvm.createVm();
    vm.enableCap(KvmCap.MANUAL_DIRTY_LOG_PROTECT2, [1n]);
    using memory = KvmMemory.allocate('64KiB');
    vm.setUserMemoryRegion({ slot: 3, guestAddress: 0, memory, logDirtyPages: true });
    const vcpu = vm.createVcpu();
    memory.bytes.set(STORE, CODE);
    const sregs = vcpu.getSregs();
    vcpu.setSregs({ ...sregs, cs: { ...sregs.cs, base: 0n, selector: 0 } });
    vcpu.setRegs({ ...vcpu.getRegs(), rip: BigInt(CODE), rflags: 2n });
    await runToType(vcpu, 'halt');
    assert.equal((vm.getDirtyLog(3)[0] ?? 0) & (1 << 5), 1 << 5);
    assert.equal((vm.getDirtyLog(3)[0] ?? 0) & (1 << 5), 1 << 5);
    vm.clearDirtyLog(3, 0, 16, Uint8Array.of(0xff, 0xff));
    assert.deepEqual([...vm.getDirtyLog(3)], [0, 0]);
    assert.throws(() => vm.clearDirtyLog(3, 0, 17, new Uint8Array(8)), { code: 'OPTION_INVALID' });
    assert.throws(() => vm.clearDirtyLog(3, 0, 16, new Uint8Array(1)), { code: 'OPTION_INVALID' });
  });

  it('gives writes to read-only memory to JavaScript', async function () {
    requireCap(this, KvmCap.READONLY_MEM, 'READONLY_MEM');
    using guest = tinyGuest(STORE, { readonly: true });
    assert.equal((await runToType(guest.vcpu, 'mmio-write')).address, 0x5000n);
    assert.equal(guest.memory.bytes[0x5000], 0);
  });

  it('stays with the guest when JavaScript closes it', async () => {
    using guest = tinyGuest(code('a0 0020', 'e6 80'));
    guest.memory.bytes[DATA] = 5;
    const { bytes } = guest.memory;
    guest.memory.close();
    assert.deepEqual([bytes.length, guest.memory.buffer.byteLength], [0, 0]);
    collectGarbage();
    assert.equal((await runToType(guest.vcpu, 'io-out')).data[0], 5);
    guest.memory.close();
    assert.throws(
      () => guest.vm.setUserMemoryRegion({ slot: 1, guestAddress: 0x10000, memory: guest.memory }),
      { code: 'VM_STATE', message: 'memory is closed' },
    );
  });

  it('stays with JavaScript when the VM is closed', () => {
    const guest = tinyGuest(code('f4'));
    const { bytes } = guest.memory;
    guest.vm.close();
    guest.kvm.close();
    collectGarbage();
    bytes.fill(0xaa);
    assert.equal(bytes[65535], 0xaa);
    guest.memory.close();
  });

  it('cannot be transferred: a view would outlive its pages', () => {
    using memory = KvmMemory.allocate(4096);
    try {
      structuredClone(memory.buffer, { transfer: [memory.buffer] });
    } catch (error) {
      assert.equal((error as Error).name, 'DataCloneError');
    }
    assert.equal(memory.bytes.length, 4096);
  });

  it('goes back to the system: closed by hand', async () => {
    const before = mappedBytes();
    for (let i = 0; i < 8; i++) {
      const guest = tinyGuest(code('f4'));
      const large = KvmMemory.allocate('64MiB');
      guest.vm.setUserMemoryRegion({ slot: 1, guestAddress: 0x1000000, memory: large });
      guest[Symbol.dispose]();
      large.close();
    }
    await eventually('the mappings are gone', () => mappedBytes() - before < 2 ** 28);
  });

  it('goes back to the system: by the garbage collector', async () => {
    const before = mappedBytes();
    (() => {
      for (let i = 0; i < 8; i++) KvmMemory.allocate('64MiB');
    })();
    await eventually('the mappings are gone', () => {
      collectGarbage();
      return mappedBytes() - before < 2 ** 28;
    });
  });

  it('refuses impossible sizes', () => {
    for (const size of [0, -4096, 4095, 1.5, Number.NaN, constants.MAX_LENGTH + 4096, '4KB' as '4KiB']) {
      assert.throws(() => KvmMemory.allocate(size), { code: 'OPTION_INVALID' }, String(size));
    }
  });

  it('refuses impossible regions', () => {
    using guest = tinyGuest(code('f4'));
    const { vm, memory } = guest;
    const region = { slot: 1, guestAddress: 0x20000, memory };
    for (const wrong of [
      { offset: 65536 },
      { offset: 4096, size: 65536 },
      { slot: -1 },
      { guestAddress: 1.5 },
    ]) {
      assert.throws(() => vm.setUserMemoryRegion({ ...region, ...wrong }), { code: 'OPTION_INVALID' });
    }
    assert.throws(() => vm.setUserMemoryRegion({ ...region, guestAddress: 0x8000 }), {
      code: 'KVM_ERROR',
      errno: 'EEXIST',
      call: 'KVM_SET_USER_MEMORY_REGION',
    });
    assert.throws(() => vm.setUserMemoryRegion({ ...region, guestAddress: 0x20001 }), { errno: 'EINVAL' });
  });
});
