#include "kvm/probe/guest_image.h"

#include "kvm/probe/guest_code.h"
#include "kvm/probe/layout.h"

namespace vmwright::probe {
namespace {

// Page table entry bits, AMD64 APM volume 2, 5.3.
constexpr std::uint64_t kPresent = 1;
constexpr std::uint64_t kWritable = 1 << 1;
constexpr std::uint64_t kUser = 1 << 2;
constexpr std::uint64_t kUncached = (1 << 3) | (1 << 4);
constexpr std::uint64_t kLarge = 1 << 7;
constexpr std::uint64_t kNoExecute = 1ULL << 63;
constexpr std::uint64_t kTable = kPresent | kWritable | kUser;

constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kLargePage = 2 << 20;
constexpr std::uint64_t kGigabyte = 1 << 30;

void set_entry(const GuestMemory& memory, std::uint64_t table, std::uint64_t index, std::uint64_t value) {
  memory.write<std::uint64_t>({table + index * 8}, value);
}

std::uint64_t leaf_flags(std::uint64_t address) {
  if (address == PROBE_USER_CODE) return kPresent | kUser;
  if (address == PROBE_USER_STACK_TOP - kPage) return kPresent | kWritable | kUser | kNoExecute;
  if (address >= PROBE_KERNEL_CODE) return kPresent | kWritable;  // writable for the text poke step
  return kPresent | kWritable | kNoExecute;
}

void build_page_tables(const GuestMemory& memory) {
  set_entry(memory, PROBE_PML4, 0, PROBE_PDPT | kTable);
  set_entry(memory, PROBE_PDPT, 0, PROBE_PD_LOW | kTable);
  set_entry(memory, PROBE_PDPT, PROBE_APIC / kGigabyte, PROBE_PD_HIGH | kTable);
  set_entry(memory, PROBE_PD_LOW, 0, PROBE_PT_LOW | kTable);
  set_entry(memory, PROBE_PD_HIGH, PROBE_APIC % kGigabyte / kLargePage,
            (PROBE_APIC & ~(kLargePage - 1)) | kPresent | kWritable | kUncached | kLarge | kNoExecute);
  for (std::uint64_t address = kPage; address < PROBE_MEMORY_SIZE; address += kPage) {
    set_entry(memory, PROBE_PT_LOW, address / kPage, address | leaf_flags(address));
  }
}

// Segment descriptors, AMD64 APM volume 2, 4.8: 64-bit code and flat data, rings 0 and 3.
constexpr std::uint64_t kKernelCode = 0x00af9b000000ffff;
constexpr std::uint64_t kKernelData = 0x00cf93000000ffff;
constexpr std::uint64_t kUserData = 0x00cff3000000ffff;
constexpr std::uint64_t kUserCode = 0x00affb000000ffff;
constexpr std::uint64_t kTssLimit = 0x67;
constexpr std::uint64_t kTssAvailable = 0x89ULL << 40;

void build_segments(const GuestMemory& memory) {
  const std::uint64_t gdt[] = {0,         kKernelCode,
                               kKernelData, kUserData,
                               kUserCode, kTssAvailable | (std::uint64_t{PROBE_TSS} << 16) | kTssLimit,
                               0};
  memory.write_bytes({PROBE_GDT}, std::as_bytes(std::span(gdt)));
  memory.write<std::uint64_t>({PROBE_TSS + 4}, PROBE_KERNEL_STACK_TOP);  // RSP0
}

void set_gate(const GuestMemory& memory, unsigned vector, GuestAddr handler, unsigned ring) {
  const std::uint64_t low = (handler.value & 0xffff) | (std::uint64_t{PROBE_KERNEL_CS} << 16) |
                            ((0x8eULL | (ring << 5)) << 40) | ((handler.value & 0xffff0000) << 32);
  set_entry(memory, PROBE_IDT, vector * 2, low);
  set_entry(memory, PROBE_IDT, vector * 2 + 1, handler.value >> 32);
}

void build_interrupts(const GuestMemory& memory) {
  for (unsigned vector = 0; vector < PROBE_VECTORS; vector++) {
    set_gate(memory, vector, guest_address(probe_stubs + vector * PROBE_STUB_SIZE), 0);
  }
  set_gate(memory, 3, guest_address(probe_on_int3), 0);
  set_gate(memory, 6, guest_address(probe_on_ud), 0);
  set_gate(memory, 14, guest_address(probe_on_page_fault), 0);
  set_gate(memory, PROBE_TIMER_VECTOR, guest_address(probe_on_timer), 0);
  set_gate(memory, PROBE_RETURN_VECTOR, guest_address(probe_on_return), 3);
}

kvm_segment segment(std::uint16_t selector, bool code) {
  return {
      .base = 0,
      .limit = 0xffffffff,
      .selector = selector,
      .type = static_cast<__u8>(code ? 0xb : 0x3),
      .present = 1,
      .dpl = 0,
      .db = static_cast<__u8>(code ? 0 : 1),
      .s = 1,
      .l = static_cast<__u8>(code ? 1 : 0),
      .g = 1,
      .avl = 0,
      .unusable = 0,
      .padding = 0,
  };
}

// CR0: protected mode, monitor coprocessor, extension type, numeric errors, write protect, alignment mask, paging.
constexpr std::uint64_t kCr0 = 0x80050033;
// CR4: physical address extension, fxsave and SSE exceptions.
constexpr std::uint64_t kCr4 = (1 << 5) | (1 << 9) | (1 << 10);
// EFER: system calls, long mode enabled and active, no-execute.
constexpr std::uint64_t kEfer = 1 | (1 << 8) | (1 << 10) | (1 << 11);

}  // namespace

GuestAddr guest_address(const std::byte* code) {
  return {PROBE_KERNEL_CODE + static_cast<std::uint64_t>(code - probe_kernel_start)};
}

void build_guest(const GuestMemory& memory) {
  build_page_tables(memory);
  build_segments(memory);
  build_interrupts(memory);
  memory.write_bytes({PROBE_KERNEL_CODE}, {probe_kernel_start, probe_kernel_end});
  memory.write_bytes({PROBE_USER_CODE}, {probe_user_start, probe_user_end});
}

kvm_sregs long_mode(kvm_sregs sregs) {
  sregs.cs = segment(PROBE_KERNEL_CS, true);
  sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = segment(PROBE_KERNEL_SS, false);
  sregs.gdt.base = PROBE_GDT;
  sregs.gdt.limit = 7 * 8 - 1;
  sregs.idt.base = PROBE_IDT;
  sregs.idt.limit = PROBE_VECTORS * 16 - 1;
  sregs.cr0 = kCr0;
  sregs.cr3 = PROBE_PML4;
  sregs.cr4 = kCr4;
  sregs.efer = kEfer;
  return sregs;
}

}  // namespace vmwright::probe
