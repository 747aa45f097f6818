import assert from 'node:assert/strict';
import { KvmCap, KvmEvent } from 'vmwright/kvm';
import { skipBecause } from '../support/skip.js';
import {
  code,
  HOLE,
  requireCap,
  requireKvm,
  runToType,
  SUITE_LIMIT,
  setVector,
  type TinyGuest,
  tinyGuest,
} from './support/tiny-guest.js';

const HANDLER = 0x1800;
const MSI_ADDRESS = 0xfee00000; // to the APIC with id 0
const SPURIOUS_VECTOR_REGISTER = 0xf0;
const APIC_ENABLED = 0x100;

/** A guest that waits for an interrupt of one of these vectors and tells it with a write to port 0x80. */
function waitingGuest(...vectors: readonly number[]): TinyGuest {
  const guest = tinyGuest(code('fb', 'f4', 'ebfd'), { irqchip: true }); // sti; hlt; jmp to the hlt
  for (const [i, vector] of vectors.entries()) {
    const handler = HANDLER + i * 0x10;
    guest.memory.bytes.set(code(`b0 ${vector.toString(16).padStart(2, '0')}`, 'e6 80', 'cf'), handler); // mov al, vector; out 0x80, al; iret
    setVector(guest.memory, vector, handler);
  }
  enableApic(guest);
  return guest;
}

/** What a boot CPU does early. Only now KVM routes to the APICs of the vCPUs that were created before. */
function enableApic({ vcpu }: TinyGuest): void {
  const lapic = vcpu.getLapic();
  const view = new DataView(lapic.buffer);
  view.setUint32(
    SPURIOUS_VECTOR_REGISTER,
    view.getUint32(SPURIOUS_VECTOR_REGISTER, true) | APIC_ENABLED,
    true,
  );
  vcpu.setLapic(lapic);
}

/** Gives the master PIC the vectors from 0x20 on, as an operating system would. */
function useVectors(guest: TinyGuest): void {
  const pic = guest.vm.getIrqchip('pic-master');
  guest.vm.setIrqchip('pic-master', { ...pic, irqBase: 0x20, imr: 0, init4: 1 });
}

async function vectorTold(guest: TinyGuest): Promise<number | undefined> {
  return (await runToType(guest.vcpu, 'io-out')).data[0];
}

describe('KVM binding: interrupts', function () {
  this.timeout(SUITE_LIMIT);
  before(function () {
    requireKvm(this);
  });

  it('a line of the PIC', async () => {
    using guest = waitingGuest(0x24);
    useVectors(guest);
    const told = vectorTold(guest);
    assert.ok(guest.vm.irqLine(4, true) > 0);
    assert.equal(await told, 0x24);
    guest.vm.irqLine(4, false);
  });

  it('a message through the local APIC', async () => {
    using guest = waitingGuest(0x50);
    const told = vectorTold(guest);
    assert.equal(guest.vm.signalMsi({ address: MSI_ADDRESS, data: 0x50 }), 1);
    assert.equal(await told, 0x50);
  });

  it('an event that is a line (irqfd)', async () => {
    using guest = waitingGuest(0x24);
    using event = new KvmEvent();
    useVectors(guest);
    guest.vm.assignIrqfd(event, 4);
    const told = vectorTold(guest);
    event.signal();
    assert.equal(await told, 0x24);
    guest.vm.deassignIrqfd(event, 4);
    event.signal();
    assert.equal(event.take(), 1n); // nobody in the kernel takes it any more
  });

  it('an event that is a message, by a route', async () => {
    using guest = waitingGuest(0x51, 0x61);
    using event = new KvmEvent();
    guest.vm.setGsiRouting([{ gsi: 24, address: MSI_ADDRESS, data: 0x51 }]);
    guest.vm.assignIrqfd(event, 24);
    let told = vectorTold(guest);
    event.signal();
    assert.equal(await told, 0x51);
    guest.vm.setGsiRouting([{ gsi: 24, address: MSI_ADDRESS, data: 0x61 }]); // of a higher class: no EOI needed
    told = vectorTold(guest);
    event.signal();
    assert.equal(await told, 0x61);
  });

  it('a level-triggered event asks again after the acknowledgement', async function () {
    requireCap(this, KvmCap.IRQFD_RESAMPLE, 'IRQFD_RESAMPLE');
    using guest = waitingGuest(0x53);
    // mov dword [0xb0], 0 is the end of interrupt, with DS on the APIC; out 0x80, al; iret
    guest.memory.bytes.set(code('66c706 b000 00000000', 'b0 53', 'e6 80', 'cf'), HANDLER);
    const sregs = guest.vcpu.getSregs();
    guest.vcpu.setSregs({ ...sregs, ds: { ...sregs.ds, base: BigInt(MSI_ADDRESS) } });
    const ioapic = guest.vm.getIrqchip('ioapic');
    ioapic.redirtbl[10] = 0x53n | (1n << 15n); // level-triggered, not masked, to APIC 0
    guest.vm.setIrqchip('ioapic', ioapic);
    using event = new KvmEvent();
    using resample = new KvmEvent();
    guest.vm.assignIrqfd(event, 10, { resample });
    const told = vectorTold(guest);
    event.signal();
    assert.equal(await told, 0x53);
    assert.equal(await resample.wait({ timeout: 60_000 }), 1n);
  });

  it('a non-maskable interrupt', async function () {
    requireCap(this, KvmCap.USER_NMI, 'USER_NMI');
    using guest = waitingGuest(2);
    guest.vcpu.nmi();
    assert.equal(await vectorTold(guest), 2);
  });

  it('an interrupt injected without irqchip', async () => {
    using guest = tinyGuest(code('fb', '90', 'ebfd')); // sti; nop; jmp to the nop
    guest.memory.bytes.set(code('b0 60', 'e6 80', 'cf'), HANDLER);
    setVector(guest.memory, 0x60, HANDLER);
    const first = guest.vcpu.run();
    guest.vcpu.stop(); // somewhere after the sti
    await first;
    guest.vcpu.setRegs({ ...guest.vcpu.getRegs(), rflags: 0x202n });
    guest.vcpu.interrupt(0x60);
    assert.equal(await vectorTold(guest), 0x60);
  });

  it('a second vCPU starts by INIT and SIPI', async () => {
    using guest = tinyGuest(code('f4'), { irqchip: true });
    const second = guest.vm.createVcpu(1);
    assert.equal(second.getMpState(), 'uninitialized');
    enableApic(guest);
    guest.memory.bytes.set(code('b0 77', 'e6 80', 'f4'), 0x3000);
    const told = runToType(second, 'io-out');
    const address = MSI_ADDRESS + (1 << 12);
    assert.equal(guest.vm.signalMsi({ address, data: 0x4500 }), 1); // INIT
    assert.equal(guest.vm.signalMsi({ address, data: 0x4603 }), 1); // SIPI to page 3
    assert.equal((await told).data[0], 0x77);
  });
});

describe('KVM binding: events set off by a guest (ioeventfd)', function () {
  this.timeout(SUITE_LIMIT);
  before(function () {
    requireKvm(this);
  });

  it('at a port', async () => {
    using guest = tinyGuest(code('e6 90', 'e6 90', 'e6 80', 'f4'));
    using event = new KvmEvent();
    guest.vm.assignIoeventfd(event, { port: 0x90, size: 1 });
    const waiting = event.wait({ timeout: 60_000 });
    assert.equal((await runToType(guest.vcpu, 'io-out')).port, 0x80);
    assert.equal((await waiting) + event.take(), 2n);
    guest.vm.deassignIoeventfd(event, { port: 0x90, size: 1 });
  });

  it('at a port, for one value', async () => {
    // mov al, 4; out 0x90, al; mov al, 5; out 0x90, al; hlt
    using guest = tinyGuest(code('b0 04', 'e6 90', 'b0 05', 'e6 90', 'f4'));
    using event = new KvmEvent();
    guest.vm.assignIoeventfd(event, { port: 0x90, size: 1, match: 5n });
    assert.deepEqual([...(await runToType(guest.vcpu, 'io-out')).data], [4]);
    await runToType(guest.vcpu, 'halt');
    assert.equal(event.take(), 1n);
  });

  it('at an address', async () => {
    // mov ax, 0xa000; mov ds, ax; mov [0x10], ax; mov [0x12], ax; hlt
    using guest = tinyGuest(code('b8 00a0', '8ed8', 'a3 1000', 'a3 1200', 'f4'));
    using event = new KvmEvent();
    guest.vm.assignIoeventfd(event, { address: HOLE + 0x10n, size: 2 });
    assert.equal((await runToType(guest.vcpu, 'mmio-write')).address, HOLE + 0x12n);
    assert.equal(event.take(), 1n);
  });

  it('of any length', async function () {
    requireCap(this, KvmCap.IOEVENTFD_ANY_LENGTH, 'IOEVENTFD_ANY_LENGTH');
    using guest = tinyGuest(code('b8 00a0', '8ed8', 'a3 1000', '66a3 1000', 'f4'));
    using event = new KvmEvent();
    guest.vm.assignIoeventfd(event, { address: HOLE + 0x10n });
    const exit = await runToType(guest.vcpu, 'halt').catch(String);
    if (typeof exit === 'string') skipBecause(this, `this KVM exits all the same: ${exit}`);
    assert.equal(event.take(), 2n);
  });

  it('refuses a place that is taken', () => {
    using guest = tinyGuest(code('f4'));
    using event = new KvmEvent();
    guest.vm.assignIoeventfd(event, { port: 0x90, size: 1 });
    assert.throws(() => guest.vm.assignIoeventfd(event, { port: 0x90, size: 1 }), {
      code: 'KVM_ERROR',
      errno: 'EEXIST',
      call: 'KVM_IOEVENTFD',
    });
    assert.throws(() => guest.vm.assignIoeventfd(event, { port: 0x10000 }), { code: 'OPTION_INVALID' });
  });
});

describe('KVM binding: events', () => {
  before(function () {
    requireKvm(this);
  });

  it('count', async () => {
    using event = new KvmEvent();
    assert.equal(event.take(), 0n);
    event.signal();
    event.signal(41n);
    assert.equal(await event.wait(), 42n);
    assert.equal(event.take(), 0n);
  });

  it('wait for what comes later, again and again', async () => {
    using event = new KvmEvent();
    for (let i = 1n; i <= 3n; i++) {
      const waiting = event.wait();
      setTimeout(() => event.signal(i), 1);
      assert.equal(await waiting, i);
    }
  });

  it('stop waiting on abort, and can be waited for again', async () => {
    using event = new KvmEvent();
    await assert.rejects(event.wait({ timeout: 5 }), { code: 'TIMEOUT' });
    const waiting = event.wait();
    await assert.rejects(event.wait(), { code: 'VM_STATE' });
    event.signal();
    assert.equal(await waiting, 1n);
  });

  it('are full at 2^64 - 2', () => {
    using event = new KvmEvent();
    event.signal(2n ** 64n - 2n);
    assert.throws(() => event.signal(), { code: 'KVM_ERROR', errno: 'EAGAIN' });
  });

  it('reject who waits when they are closed', async () => {
    const event = new KvmEvent();
    const waiting = event.wait();
    event.close();
    event.close();
    await assert.rejects(waiting, { code: 'VM_STATE', message: 'the event was closed' });
    assert.throws(() => event.signal(), { code: 'VM_STATE' });
  });
});
