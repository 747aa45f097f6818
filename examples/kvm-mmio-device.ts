/**
 * A device written in TypeScript: a guest on /dev/kvm multiplies by memory-mapped registers. Needs Linux with KVM.
 *
 *     npm run example -- kvm-mmio-device
 */
import { Kvm, KvmMemory, type KvmMmioRead, type KvmMmioWrite } from 'vmwright/kvm';

/** Two factors at offsets 0 and 4, their product at offset 8: 32-bit registers, little-endian. */
class Multiplier {
  static readonly base = 0xa0000n; // where the guest has no memory
  readonly #registers = new DataView(new ArrayBuffer(12));

  write({ address, data }: KvmMmioWrite): void {
    const offset = Number(address - Multiplier.base);
    console.log(`guest writes ${Buffer.from(data).readUInt32LE()} to register ${offset}`);
    this.#registers.setUint32(offset, Buffer.from(data).readUInt32LE(), true);
    const product = Math.imul(this.#registers.getUint32(0, true), this.#registers.getUint32(4, true));
    this.#registers.setUint32(8, product, true);
  }

  read({ address, data }: KvmMmioRead): void {
    const offset = Number(address - Multiplier.base);
    console.log(`guest reads register ${offset}`);
    data.set(new Uint8Array(this.#registers.buffer, offset, data.length));
  }
}

const program = [
  ...[0xb8, 0x00, 0xa0, 0x8e, 0xd8], //                               mov ax, 0xa000; mov ds, ax
  ...[0x66, 0xc7, 0x06, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00], //       mov dword [0], 6
  ...[0x66, 0xc7, 0x06, 0x04, 0x00, 0x07, 0x00, 0x00, 0x00], //       mov dword [4], 7
  ...[0x66, 0xa1, 0x08, 0x00], //                                     mov eax, [8]
  0xf4, //                                                            hlt
];

using kvm = Kvm.open();
using vm = kvm.createVm();
using memory = KvmMemory.allocate('64KiB');
memory.bytes.set(program, 0x1000);
vm.setUserMemoryRegion({ slot: 0, guestAddress: 0, memory });

using vcpu = vm.createVcpu();
const sregs = vcpu.getSregs();
vcpu.setSregs({ ...sregs, cs: { ...sregs.cs, base: 0n, selector: 0 } });
vcpu.setRegs({ ...vcpu.getRegs(), rip: 0x1000n, rflags: 2n });

// The guest waits at each access until the device has dealt with it; the first exit without handler ends the loop.
const device = new Multiplier();
const end = await vcpu.serve(
  { 'mmio-write': (exit) => device.write(exit), 'mmio-read': (exit) => device.read(exit) },
  { timeout: 10_000 },
);
console.log(`${end.type}: the guest's EAX is ${vcpu.getRegs().rax & 0xffffffffn}`);
