import { accessSync, constants } from 'node:fs';
import type { Context } from 'mocha';
import { Kvm, type KvmExit, KvmMemory, type KvmVcpu, type KvmVm } from 'vmwright/kvm';
import { skipBecause } from '../../support/skip.js';

/** Where the code of a tiny guest begins; the interrupt vectors are below, its stack and data above. */
export const CODE = 0x1000;
export const DATA = 0x2000;
const STACK = 0x8000;
/** An address without memory that 16-bit code reaches as segment 0xa000. */
export const HOLE = 0xa0000n;

/** Milliseconds for a test, and for one exit: an emulated host that others use takes its time. */
export const SUITE_LIMIT = 120_000;
const EXIT_LIMIT = 60_000;

/** Machine code in hexadecimal: one string per instruction, blanks allowed. */
export function code(...instructions: readonly string[]): Buffer {
  return Buffer.from(instructions.join('').replaceAll(' ', ''), 'hex');
}

export interface TinyGuest extends Disposable {
  readonly kvm: Kvm;
  readonly vm: KvmVm;
  readonly vcpu: KvmVcpu;
  readonly memory: KvmMemory;
}

export interface TinyGuestOptions {
  /** An in-kernel irqchip: `hlt` waits in the kernel then. @default false */
  readonly irqchip?: boolean;
  readonly logDirtyPages?: boolean;
  readonly readonly?: boolean;
}

/** A VM with 64 KiB at address 0 whose one vCPU is about to run 16-bit code at {@link CODE}. */
export function tinyGuest(program: Buffer, options: TinyGuestOptions = {}): TinyGuest {
  const kvm = Kvm.open();
  const vm = kvm.createVm();
  vm.setTssAddr(0xfffbd000);
  if (options.irqchip === true) vm.createIrqchip();
  const memory = KvmMemory.allocate('64KiB');
  memory.bytes.set(program, CODE);
  vm.setUserMemoryRegion({ slot: 0, guestAddress: 0, memory, ...options });
  const vcpu = vm.createVcpu();
  vcpu.setCpuid(kvm.supportedCpuid());
  enter(vcpu, CODE);
  const close = () => {
    vm.close();
    memory.close();
    kvm.close();
  };
  return { kvm, vm, vcpu, memory, [Symbol.dispose]: close };
}

/** Puts a vCPU in real mode at an address below 64 KiB. */
export function enter(vcpu: KvmVcpu, address: number): void {
  const sregs = vcpu.getSregs();
  vcpu.setSregs({ ...sregs, cs: { ...sregs.cs, base: 0n, selector: 0 } });
  vcpu.setRegs({ ...vcpu.getRegs(), rip: BigInt(address), rsp: BigInt(STACK), rflags: 2n });
}

/** Puts a vCPU in flat 32-bit protected mode without any interrupt vector: whatever traps is a triple fault. */
export function enterProtected(vcpu: KvmVcpu, address: number): void {
  const sregs = vcpu.getSregs();
  const flat = {
    ...sregs.ds,
    base: 0n,
    limit: 0xffffffff,
    present: 1,
    dpl: 0,
    s: 1,
    db: 1,
    g: 1,
    unusable: 0,
  };
  const data = { ...flat, selector: 0x10, type: 3 };
  vcpu.setSregs({
    ...sregs,
    cs: { ...flat, selector: 8, type: 0xb },
    ds: data,
    es: data,
    ss: data,
    idt: { base: 0n, limit: 0 },
    cr0: sregs.cr0 | 1n,
  });
  vcpu.setRegs({ ...vcpu.getRegs(), rip: BigInt(address), rsp: BigInt(STACK), rflags: 2n });
}

/** Sets a real-mode interrupt vector. */
export function setVector(memory: KvmMemory, vector: number, address: number): void {
  new DataView(memory.buffer).setUint32(vector * 4, address, true);
}

/** The next exit; fails when it does not come in time. */
export function runTo(vcpu: KvmVcpu, limit = EXIT_LIMIT): Promise<KvmExit> {
  return vcpu.run({ timeout: limit });
}

/** The exit, which must be of this type. */
export async function runToType<T extends KvmExit['type']>(
  vcpu: KvmVcpu,
  type: T,
): Promise<Extract<KvmExit, { type: T }>> {
  const exit = await runTo(vcpu);
  if (exit.type !== type) {
    const text = JSON.stringify(exit, (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    throw new Error(`expected ${type}, not ${text}`);
  }
  return exit as Extract<KvmExit, { type: T }>;
}

/** Skips the suite where /dev/kvm does not open. */
export function requireKvm(context: Context): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause(context, 'linux-x64 only');
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
  } catch {
    skipBecause(context, '/dev/kvm does not open here');
  }
}

/** Skips the test where KVM lacks a capability. */
export function requireCap(context: Context, capability: number, name: string): void {
  using kvm = Kvm.open();
  if (kvm.checkExtension(capability) === 0) skipBecause(context, `this KVM lacks KVM_CAP_${name}`);
}
