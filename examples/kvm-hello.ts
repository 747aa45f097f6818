/**
 * A guest of seven instructions on /dev/kvm: 16-bit code that writes a text to a port. Needs Linux with KVM.
 *
 *     npm run example -- kvm-hello
 */
import { Kvm, KvmMemory } from 'vmwright/kvm';

const program = Buffer.from([
  ...[0xbe, 0x0e, 0x10], //       mov si, text
  ...[0xba, 0xf8, 0x03], //       mov dx, 0x3f8 (the first serial port)
  0xac, //                  next: lodsb
  ...[0x84, 0xc0], //             test al, al
  ...[0x74, 0x03], //             jz end
  0xee, //                        out dx, al
  ...[0xeb, 0xf8], //             jmp next
  ...Buffer.from('Hello from a 16-bit guest\n\0'), // its first letter is at 0x100e
  0xf4, //                   end: hlt
]);
program.writeUInt8(program.length - 1 - 11, 10); // the way from the jump to the end

using kvm = Kvm.open();
using vm = kvm.createVm();
using memory = KvmMemory.allocate('64KiB');
memory.bytes.set(program, 0x1000);
vm.setUserMemoryRegion({ slot: 0, guestAddress: 0, memory });

// Real mode, code segment at 0, first instruction at 0x1000.
using vcpu = vm.createVcpu();
const sregs = vcpu.getSregs();
vcpu.setSregs({ ...sregs, cs: { ...sregs.cs, base: 0n, selector: 0 } });
vcpu.setRegs({ ...vcpu.getRegs(), rip: 0x1000n, rflags: 2n });

for await (const exit of vcpu.exits({ signal: AbortSignal.timeout(10_000) })) {
  if (exit.type === 'io-out' && exit.port === 0x3f8) process.stdout.write(exit.data);
  else if (exit.type === 'halt') break;
  else throw new Error(`unexpected: ${exit.type}`);
}
console.log(`halted at 0x${vcpu.getRegs().rip.toString(16)}`);
