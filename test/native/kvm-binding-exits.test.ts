import assert from 'node:assert/strict';
import { KvmCap, type KvmExit } from 'vmwright/kvm';
import { skipBecause } from '../support/skip.js';
import {
  CODE,
  code,
  DATA,
  enter,
  enterProtected,
  HOLE,
  requireCap,
  requireKvm,
  runTo,
  runToType,
  SUITE_LIMIT,
  setVector,
  tinyGuest,
} from './support/tiny-guest.js';

const HLT = 'f4';
const TO_HOLE = ['b8 00a0', '8ed8']; // mov ax, 0xa000; mov ds, ax

describe('KVM binding: exits of a guest', function () {
  this.timeout(SUITE_LIMIT);
  before(function () {
    requireKvm(this);
  });

  for (const [size, out, value] of [
    [1, ['b0 2a', 'e6 80'], [0x2a]], // mov al, 42; out 0x80, al
    [2, ['b8 3412', 'e7 80'], [0x34, 0x12]],
    [4, ['66b8 78563412', '66e7 80'], [0x78, 0x56, 0x34, 0x12]],
  ] as const) {
    it(`port write of ${size} bytes`, async () => {
      using guest = tinyGuest(code(...out, HLT));
      const exit = await runToType(guest.vcpu, 'io-out');
      assert.deepEqual([exit.port, exit.size, exit.count, [...exit.data]], [0x80, size, 1, value]);
      await runToType(guest.vcpu, 'halt');
    });
  }

  for (const [size, instructions] of [
    [1, ['e4 81', 'a2 0020']], // in al, 0x81; mov [DATA], al
    [2, ['e5 81', 'a3 0020']],
    [4, ['66e5 81', '66a3 0020']],
  ] as const) {
    it(`port read of ${size} bytes`, async () => {
      using guest = tinyGuest(code(...instructions, HLT));
      const exit = await runToType(guest.vcpu, 'io-in');
      assert.deepEqual([exit.port, exit.size, exit.count], [0x81, size, 1]);
      const answer = [0x11, 0x22, 0x33, 0x44].slice(0, size);
      exit.data.set(answer);
      await runToType(guest.vcpu, 'halt');
      assert.deepEqual([...guest.memory.bytes.subarray(DATA, DATA + 4)], [...answer, 0, 0, 0].slice(0, 4));
    });
  }

  it('an unanswered read gives all ones', async () => {
    using guest = tinyGuest(code('66e5 81', '66a3 0020', HLT));
    await runToType(guest.vcpu, 'io-in');
    await runToType(guest.vcpu, 'halt');
    assert.deepEqual([...guest.memory.bytes.subarray(DATA, DATA + 4)], [255, 255, 255, 255]);
  });

  it('the port number comes from DX', async () => {
    using guest = tinyGuest(code('ba f803', 'ee', HLT)); // mov dx, 0x3f8; out dx, al
    assert.equal((await runToType(guest.vcpu, 'io-out')).port, 0x3f8);
  });

  it('string output', async () => {
    // mov si, DATA; mov cx, 5; mov dx, 0x3f8; cld; rep outsb
    using guest = tinyGuest(code('be 0020', 'b9 0500', 'ba f803', 'fc', 'f36e', HLT));
    guest.memory.bytes.set(Buffer.from('hello'), DATA);
    let text = '';
    const end = await guest.vcpu.serve({
      'io-out': ({ data, size, count }) => {
        assert.equal(data.length, size * count);
        text += Buffer.from(data).toString();
      },
    });
    assert.deepEqual([end.type, text], ['halt', 'hello']);
  });

  it('string input', async () => {
    // mov di, DATA; mov cx, 3; mov dx, 0x3f8; cld; rep insw
    using guest = tinyGuest(code('bf 0020', 'b9 0300', 'ba f803', 'fc', 'f36d', HLT));
    let next = 1;
    const end = await guest.vcpu.serve({
      'io-in': ({ data, size, count }) => {
        assert.equal(size, 2);
        assert.equal(data.length, size * count);
        for (const i of data.keys()) data[i] = next++;
      },
    });
    assert.equal(end.type, 'halt');
    assert.deepEqual([...guest.memory.bytes.subarray(DATA, DATA + 7)], [1, 2, 3, 4, 5, 6, 0]);
  });

  for (const [size, store] of [
    [1, 'a2 1000'], // mov [0x10], al
    [2, 'a3 1000'],
    [4, '66a3 1000'],
  ] as const) {
    it(`memory write of ${size} bytes`, async () => {
      using guest = tinyGuest(code(...TO_HOLE, '66b8 04030201', store, HLT));
      const exit = await runToType(guest.vcpu, 'mmio-write');
      assert.deepEqual([exit.address, [...exit.data]], [HOLE + 0x10n, [4, 3, 2, 1].slice(0, size)]);
      await runToType(guest.vcpu, 'halt');
    });
  }

  for (const [size, load, out] of [
    [1, 'a0 1000', 'e6 80'], // mov al, [0x10]; out 0x80, al
    [2, 'a1 1000', 'e7 80'],
    [4, '66a1 1000', '66e7 80'],
  ] as const) {
    it(`memory read of ${size} bytes`, async () => {
      using guest = tinyGuest(code(...TO_HOLE, load, out, HLT));
      const exit = await runToType(guest.vcpu, 'mmio-read');
      assert.deepEqual([exit.address, exit.data.length], [HOLE + 0x10n, size]);
      exit.data.set([9, 8, 7, 6].slice(0, size));
      assert.deepEqual([...(await runToType(guest.vcpu, 'io-out')).data], [9, 8, 7, 6].slice(0, size));
    });
  }

  it('a triple fault', async () => {
    using guest = tinyGuest(code('0f0b')); // ud2
    enterProtected(guest.vcpu, CODE);
    await runToType(guest.vcpu, 'shutdown');
  });

  it('code that KVM cannot run', async function () {
    using guest = tinyGuest(code('ea 0000 00a0')); // jmp 0xa000:0, where there is no memory
    const exit = await runTo(guest.vcpu);
    if (exit.type === 'mmio-read') skipBecause(this, 'this KVM fetches code by MMIO exits');
    assert.equal(exit.type, 'internal-error');
    assert.equal(exit.type === 'internal-error' && exit.suberror, 1);
  });

  it('single steps', async function () {
    using guest = tinyGuest(code('90', '90', 'b0 01', 'e6 80', HLT));
    guest.vcpu.setGuestDebug({ singleStep: true });
    const exit = await runTo(guest.vcpu);
    if (exit.type !== 'debug')
      skipBecause(this, `this KVM does not single-step real-mode code: ${exit.type}`);
    assert.deepEqual([exit.exception, exit.pc], [1, BigInt(CODE + 1)]);
    assert.equal((await runToType(guest.vcpu, 'debug')).pc, BigInt(CODE + 2));
    guest.vcpu.setGuestDebug();
    await runToType(guest.vcpu, 'io-out');
  });

  it('software breakpoints', async function () {
    using guest = tinyGuest(code('90', 'cc', HLT));
    guest.vcpu.setGuestDebug({ softwareBreakpoints: true });
    guest.memory.bytes.set(code(HLT), 0x1800);
    setVector(guest.memory, 3, 0x1800);
    const exit = await runTo(guest.vcpu);
    if (exit.type === 'halt') skipBecause(this, 'this KVM gives int3 to the guest all the same');
    assert.equal(exit.type, 'debug');
    assert.deepEqual(exit.type === 'debug' && [exit.exception, exit.pc], [3, BigInt(CODE + 1)]);
  });

  it('hardware breakpoints', async function () {
    using guest = tinyGuest(code('90', '90', 'b0 01', 'e6 80', HLT));
    const enabled = 2n; // DR7: the first, of all tasks, on execution
    guest.vcpu.setGuestDebug({ debugRegisters: [BigInt(CODE + 2), 0n, 0n, 0n, 0n, 0n, 0n, enabled] });
    const exit = await runTo(guest.vcpu);
    if (exit.type === 'io-out') skipBecause(this, 'this KVM does not stop at the breakpoint in real mode');
    assert.equal(exit.type, 'debug');
    assert.deepEqual(exit.type === 'debug' && [exit.exception, exit.pc, exit.dr6 & 1n], [
      1,
      BigInt(CODE + 2),
      1n,
    ]);
  });

  it('reads and writes of MSRs that user space asked for', async function () {
    requireCap(this, KvmCap.X86_USER_SPACE_MSR, 'X86_USER_SPACE_MSR');
    // mov ecx, 0x12345; rdmsr; inc eax; wrmsr; wrmsr
    using guest = tinyGuest(code('66b9 45230100', '0f32', '6640', '0f30', '0f30', HLT));
    guest.vm.enableCap(KvmCap.X86_USER_SPACE_MSR, [2n]); // unknown ones
    const read = await runToType(guest.vcpu, 'msr-read');
    assert.deepEqual([read.index, read.reason], [0x12345, 2]);
    read.value = 0x1_0000_0041n;
    const write = await runToType(guest.vcpu, 'msr-write');
    assert.deepEqual([write.index, write.value], [0x12345, 0x1_0000_0042n]);
    write.accept = true;
    await runToType(guest.vcpu, 'msr-write');
    guest.memory.bytes.set(code(HLT), 0x1800);
    setVector(guest.memory, 13, 0x1800); // refused: #GP
    await runToType(guest.vcpu, 'halt');
    assert.equal(guest.vcpu.getRegs().rip, 0x1801n);
  });

  it('two vCPUs at once', async () => {
    // The first waits until the second has written: cmp byte [DATA], 0; je -7; out 0x80, al; hlt
    using guest = tinyGuest(code('803e 0020 00', '74f9', 'e6 80', HLT));
    const second = guest.vm.createVcpu(1);
    second.setCpuid(guest.kvm.supportedCpuid());
    guest.memory.bytes.set(code('e4 81', 'a2 0020', HLT), CODE + 0x100); // in al, 0x81; mov [DATA], al
    enter(second, CODE + 0x100);
    const first = runToType(guest.vcpu, 'io-out');
    const read = await runToType(second, 'io-in');
    read.data[0] = 1;
    const end = await runTo(second);
    assert.equal(end.type, 'halt');
    assert.equal((await first).port, 0x80);
  });

  it('are given to an iterator', async () => {
    using guest = tinyGuest(code('e6 80', 'e6 81', HLT));
    const seen: KvmExit['type'][] = [];
    for await (const exit of guest.vcpu.exits()) {
      seen.push(exit.type);
      if (exit.type === 'halt') break;
    }
    assert.deepEqual(seen, ['io-out', 'io-out', 'halt']);
  });

  it('stop at a handler that throws', async () => {
    using guest = tinyGuest(code('e6 80', HLT));
    const failing = guest.vcpu.serve({
      'io-out': () => {
        throw new RangeError('mine');
      },
    });
    await assert.rejects(failing, RangeError);
    await runToType(guest.vcpu, 'halt'); // and the guest runs on
  });
});
