import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { isVmError, Kvm, KvmCap, type KvmRegs, KvmVm } from 'vmwright/kvm';
import { skipBecause } from '../support/skip.js';
import {
  CODE,
  code,
  requireCap,
  requireKvm,
  runToType,
  SUITE_LIMIT,
  type TinyGuest,
  tinyGuest,
} from './support/tiny-guest.js';

const TSC_MSR = 0x10;
const APIC_BASE_MSR = 0x1b;
const UNKNOWN_MSR = 0x12345;

describe('KVM binding: the device', () => {
  let kvm: Kvm;
  before(function () {
    requireKvm(this);
    kvm = Kvm.open();
  });
  after(() => kvm?.close());

  it('answers what it is asked', () => {
    assert.equal(kvm.apiVersion(), 12);
    assert.equal(kvm.checkExtension(KvmCap.USER_MEMORY), 1);
    assert.ok(kvm.checkExtension(KvmCap.NR_MEMSLOTS) >= 32);
    assert.equal(kvm.checkExtension(0xffff), 0);
    assert.ok(kvm.vcpuMmapSize() >= 8192);
    assert.ok(kvm.msrIndexList().includes(0x174)); // SYSENTER_CS
    const [vendor] = kvm.supportedCpuid();
    assert.equal(vendor?.function, 0);
    assert.ok((vendor?.eax ?? 0) >= 1);
  });

  it('reads feature MSRs', function () {
    requireCap(this, KvmCap.GET_MSR_FEATURES, 'GET_MSR_FEATURES');
    const indices = kvm.msrFeatureIndexList();
    const msrs = kvm.getMsrs(indices.slice(0, 1));
    assert.deepEqual(
      msrs.map(({ index }) => index),
      indices.slice(0, 1),
    );
    assert.equal(kvm.getMsrs([UNKNOWN_MSR]).length, 0);
  });

  it('says why it does not open', () => {
    assert.throws(() => Kvm.open({ device: '/nonexistent/kvm' }), {
      code: 'KVM_ERROR',
      errno: 'ENOENT',
      call: 'open',
    });
    using other = Kvm.open({ device: '/dev/null' });
    assert.throws(() => other.apiVersion(), {
      code: 'KVM_ERROR',
      errno: 'ENOTTY',
      call: 'KVM_GET_API_VERSION',
    });
    assert.throws(() => other.createVm(), { call: 'KVM_CREATE_VM' });
  });

  it('has the capability numbers of the kernel headers', function () {
    const header = '/usr/include/linux/kvm.h';
    if (!existsSync(header)) skipBecause(this, `no ${header}`);
    const text = readFileSync(header, 'utf8');
    for (const [name, value] of Object.entries(KvmCap)) {
      const line = new RegExp(`^#define KVM_CAP_${name}\\s+(\\d+)\\b`, 'm').exec(text);
      assert.equal(value, Number(line?.[1]), name);
    }
  });
});

describe('KVM binding: state', function () {
  this.timeout(SUITE_LIMIT);
  let guest: TinyGuest;
  before(function () {
    requireKvm(this);
  });
  beforeEach(() => {
    guest = tinyGuest(code('f4'), { irqchip: true });
  });
  afterEach(() => guest?.[Symbol.dispose]());

  it('general registers', () => {
    const names = Object.keys(guest.vcpu.getRegs()) as (keyof KvmRegs)[];
    assert.equal(names.length, 18);
    const regs = Object.fromEntries(
      names.map((name, i) => [name, BigInt(i + 1) << 40n]),
    ) as unknown as KvmRegs;
    const wanted = { ...regs, rflags: 0x246n, rax: 2n ** 64n - 1n };
    guest.vcpu.setRegs(wanted);
    assert.deepEqual(guest.vcpu.getRegs(), wanted);
  });

  it('special registers', () => {
    const sregs = guest.vcpu.getSregs();
    assert.equal(sregs.interruptBitmap.length, 4);
    const wanted = {
      ...sregs,
      ds: { ...sregs.ds, base: 0x1230n, selector: 0x123 },
      gdt: { base: 0x7000n, limit: 0x27 },
      cr2: 0xdeadbeefn,
    };
    guest.vcpu.setSregs(wanted);
    assert.deepEqual(guest.vcpu.getSregs(), wanted);
  });

  it('special registers of the second kind', function () {
    requireCap(this, KvmCap.SREGS2, 'SREGS2');
    const sregs = guest.vcpu.getSregs2();
    assert.equal(sregs.pdptrs.length, 4);
    guest.vcpu.setSregs2({ ...sregs, cr2: 0x1234n });
    assert.equal(guest.vcpu.getSregs2().cr2, 0x1234n);
  });

  it('floating point', () => {
    const fpu = guest.vcpu.getFpu();
    const xmm = Uint8Array.from({ length: 256 }, (_, i) => i);
    guest.vcpu.setFpu({ ...fpu, fcw: 0x27f, xmm });
    const read = guest.vcpu.getFpu();
    assert.deepEqual([read.fcw, read.fpr.length], [0x27f, 128]);
    assert.deepEqual(Buffer.from(read.xmm), Buffer.from(xmm));
    assert.throws(() => guest.vcpu.setFpu({ ...fpu, xmm: new Uint8Array(255) }), {
      code: 'OPTION_INVALID',
      message: 'fpu.xmm: expected 256 bytes',
    });
  });

  it('extended state', function () {
    requireCap(this, KvmCap.XSAVE, 'XSAVE');
    const area = guest.vcpu.getXsave();
    assert.equal(area.length, 4096);
    area[160] = 0x5a; // XMM0
    area[512] = (area[512] ?? 0) | 3; // x87 and SSE are there
    guest.vcpu.setXsave(area);
    assert.equal(guest.vcpu.getFpu().xmm[0], 0x5a);
    guest.vcpu.setXsave(area.subarray(0, 1024)); // all else is zero
  });

  it('extended state of the second kind', function () {
    requireCap(this, KvmCap.XSAVE2, 'XSAVE2');
    const area = guest.vcpu.getXsave2();
    assert.equal(area.length, Math.max(4096, guest.vm.checkExtension(KvmCap.XSAVE2)));
    guest.vcpu.setXsave(area);
  });

  it('extended control registers', function () {
    requireCap(this, KvmCap.XCRS, 'XCRS');
    const [xcr0] = guest.vcpu.getXcrs();
    assert.deepEqual(xcr0, { xcr: 0, value: 1n });
    guest.vcpu.setXcrs([{ xcr: 0, value: 3n }]);
    assert.equal(guest.vcpu.getXcrs()[0]?.value, 3n);
  });

  it('debug registers', function () {
    requireCap(this, KvmCap.DEBUGREGS, 'DEBUGREGS');
    const regs = guest.vcpu.getDebugRegs();
    guest.vcpu.setDebugRegs({ ...regs, db: [1n, 2n, 3n, 4n] });
    assert.deepEqual(guest.vcpu.getDebugRegs().db, [1n, 2n, 3n, 4n]);
  });

  it('events under way', function () {
    requireCap(this, KvmCap.VCPU_EVENTS, 'VCPU_EVENTS');
    const events = guest.vcpu.getVcpuEvents();
    assert.deepEqual(events.nmi, { injected: 0, pending: 0, masked: 0 });
    guest.vcpu.setVcpuEvents({ ...events, nmi: { ...events.nmi, masked: 1 } });
    assert.equal(guest.vcpu.getVcpuEvents().nmi.masked, 1);
  });

  it('the state of the CPU', () => {
    assert.equal(guest.vcpu.getMpState(), 'runnable');
    guest.vcpu.setMpState('halted');
    assert.equal(guest.vcpu.getMpState(), 'halted');
    assert.throws(() => guest.vcpu.setMpState('asleep' as 'halted'), { code: 'OPTION_INVALID' });
  });

  it('the local APIC', () => {
    const lapic = guest.vcpu.getLapic();
    assert.equal(lapic.length, 1024);
    lapic[0x80] = 0x30; // task priority
    guest.vcpu.setLapic(lapic);
    assert.equal(guest.vcpu.getLapic()[0x80], 0x30);
    assert.throws(() => guest.vcpu.setLapic(new Uint8Array(1023)), { code: 'OPTION_INVALID' });
  });

  it('MSRs', () => {
    assert.equal(guest.vcpu.setMsrs([{ index: 0x174, value: 0x10n }]), 1);
    assert.deepEqual(guest.vcpu.getMsrs([0x174, APIC_BASE_MSR]), [
      { index: 0x174, value: 0x10n },
      { index: APIC_BASE_MSR, value: guest.vcpu.getSregs().apicBase },
    ]);
    assert.equal(guest.vcpu.getMsrs([TSC_MSR, UNKNOWN_MSR, TSC_MSR]).length, 1);
    assert.equal(guest.vcpu.setMsrs([{ index: UNKNOWN_MSR, value: 1n }]), 0);
    assert.deepEqual(guest.vcpu.getMsrs([]), []);
  });

  it('CPUID', () => {
    const entries = guest.kvm.supportedCpuid().map((entry) => ({ ...entry }));
    const first = entries.find((entry) => entry.function === 0);
    assert.ok(first !== undefined);
    first.ebx = 0x41414141;
    guest.vcpu.setCpuid(entries);
    const read = guest.vcpu.getCpuid();
    assert.equal(read.find((entry) => entry.function === 0)?.ebx, 0x41414141);
    assert.equal(read.length, entries.length);
  });

  it('the frequency of the TSC', function () {
    requireCap(this, KvmCap.GET_TSC_KHZ, 'GET_TSC_KHZ');
    const khz = guest.vcpu.getTscKhz();
    assert.ok(khz > 100_000);
    guest.vcpu.setTscKhz(khz);
    assert.equal(guest.vcpu.getTscKhz(), khz);
  });

  it('the PICs and the I/O APIC', () => {
    const pic = guest.vm.getIrqchip('pic-master');
    guest.vm.setIrqchip('pic-master', { ...pic, irqBase: 0x70 });
    assert.equal(guest.vm.getIrqchip('pic-master').irqBase, 0x70);
    const ioapic = guest.vm.getIrqchip('ioapic');
    assert.deepEqual([ioapic.baseAddress, ioapic.redirtbl.length], [0xfec00000n, 24]);
    ioapic.redirtbl[3] = 0x10033n;
    guest.vm.setIrqchip('ioapic', ioapic);
    assert.equal(guest.vm.getIrqchip('ioapic').redirtbl[3], 0x10033n);
    assert.throws(() => guest.vm.getIrqchip('hpet' as 'ioapic'), { code: 'OPTION_INVALID' });
  });

  it('the PIT', function () {
    requireCap(this, KvmCap.PIT2, 'PIT2');
    guest.vm.createPit2({ speakerDummy: true });
    const pit = guest.vm.getPit2();
    assert.equal(pit.channels.length, 3);
    const channels = pit.channels.map((channel) => ({ ...channel, mode: 2, count: 0x1234 }));
    guest.vm.setPit2({ ...pit, channels });
    assert.equal(guest.vm.getPit2().channels[2]?.count, 0x1234);
  });

  it('the clock', function () {
    requireCap(this, KvmCap.ADJUST_CLOCK, 'ADJUST_CLOCK');
    guest.vm.setClock({ clock: 10n ** 15n, flags: 0, realtime: 0n, hostTsc: 0n });
    const { clock } = guest.vm.getClock();
    assert.ok(clock >= 10n ** 15n && clock < 10n ** 15n + 10n ** 10n);
    assert.throws(() => guest.vcpu.kvmclockCtrl(), { errno: 'EINVAL', call: 'KVM_KVMCLOCK_CTRL' });
  });

  it('addresses through the page tables', () => {
    assert.deepEqual(guest.vcpu.translate(0x1234n), {
      physicalAddress: 0x1234n,
      valid: 1,
      writeable: 1,
      usermode: 0,
    });
  });

  it('pages that Intel needs, the boot CPU, and a split irqchip', function () {
    requireCap(this, KvmCap.SPLIT_IRQCHIP, 'SPLIT_IRQCHIP');
    using vm = guest.kvm.createVm();
    vm.setTssAddr(0xfffbd000n);
    vm.setIdentityMapAddr(0xfffbc000);
    vm.setBootCpuId(1);
    vm.createSplitIrqchip(24);
    assert.throws(() => vm.getIrqchip('ioapic'), { code: 'KVM_ERROR' });
    assert.deepEqual(
      [vm.createVcpu(0).getMpState(), vm.createVcpu(1).getMpState()],
      ['uninitialized', 'runnable'],
    );
  });

  it('is refused in a form that is wrong, with the place', () => {
    const regs = guest.vcpu.getRegs();
    const cases: [() => void, RegExp][] = [
      [() => guest.vcpu.setRegs({ ...regs, rax: -1n }), /^regs\.rax: expected a bigint from 0n/],
      [() => guest.vcpu.setRegs({ ...regs, rbx: 1 as unknown as bigint }), /^regs\.rbx: expected a bigint/],
      [() => guest.vcpu.setRegs({ rip: 0n } as KvmRegs), /^regs\.rax: /],
      [() => guest.vcpu.setRegs(undefined as unknown as KvmRegs), /^regs: expected an object/],
      [
        () => guest.vcpu.setSregs({ ...guest.vcpu.getSregs(), gdt: { base: 0n, limit: 65536 } }),
        /^sregs\.gdt\.limit: expected an integer from 0 to 65535/,
      ],
      [
        () => guest.vcpu.setDebugRegs({ ...guest.vcpu.getDebugRegs(), db: [1n, 2n, 3n] }),
        /^debugregs\.db: expected 4 items/,
      ],
    ];
    for (const [call, message] of cases) {
      assert.throws(call, (error) => {
        assert.ok(isVmError(error) && error.code === 'OPTION_INVALID' && error instanceof TypeError);
        assert.match(error.message, message);
        return true;
      });
    }
  });

  it('a handle of another kind is refused', () => {
    const fake = new KvmVm({ kvm: 'vm' } as never);
    assert.throws(() => fake.createVcpu(), { code: 'OPTION_INVALID', message: 'expected the VM' });
  });

  it('registers after an exit are those of the next instruction once the access is complete', async () => {
    using other = tinyGuest(code('e4 81', 'f4'));
    const exit = await runToType(other.vcpu, 'io-in');
    exit.data[0] = 0x33;
    assert.equal(await other.vcpu.completeIo(), undefined);
    const regs = other.vcpu.getRegs();
    assert.deepEqual([regs.rax & 0xffn, regs.rip], [0x33n, BigInt(CODE + 2)]);
    await runToType(other.vcpu, 'halt');
  });
});
