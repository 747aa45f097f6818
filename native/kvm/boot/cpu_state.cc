#include "kvm/boot/cpu_state.h"

#include <array>

#include "kvm/machine/layout.h"

namespace vmwright::boot {
namespace {

constexpr std::uint64_t kCr0Protected = 1 << 0;
constexpr std::uint64_t kCr0ExtensionType = 1 << 4;
constexpr std::uint64_t kCr0Paging = 1U << 31;
constexpr std::uint64_t kCr4Pae = 1 << 5;
constexpr std::uint64_t kEferLongModeEnable = 1 << 8;
constexpr std::uint64_t kEferLongModeActive = 1 << 10;
constexpr std::uint64_t kFlagsReserved = 1 << 1;  // always set

// Selectors that the Linux protocol asks for: __BOOT_CS, __BOOT_DS.
constexpr std::uint16_t kCodeSelector = 0x10;
constexpr std::uint16_t kDataSelector = 0x18;
constexpr std::uint16_t kTaskSelector = 0x20;

// Segment types. Intel SDM volume 3, 3.4.5.1 and 3.5.
constexpr std::uint8_t kCode = 0xb;  // execute, read, accessed
constexpr std::uint8_t kData = 0x3;  // read, write, accessed
constexpr std::uint8_t kBusyTss = 0xb;

kvm_segment flat(std::uint16_t selector, std::uint8_t type, bool long_mode) {
  kvm_segment segment{};
  segment.limit = 0xffff'ffff;
  segment.selector = selector;
  segment.type = type;
  segment.present = 1;
  segment.db = long_mode ? 0 : 1;
  segment.l = long_mode ? 1 : 0;
  segment.s = 1;
  segment.g = 1;
  return segment;
}

kvm_segment task() {
  kvm_segment segment{};
  segment.limit = 0x67;
  segment.selector = kTaskSelector;
  segment.type = kBusyTss;
  segment.present = 1;
  return segment;
}

void set_flat_segments(kvm_sregs& sregs, bool long_mode) {
  sregs.cs = flat(kCodeSelector, kCode, long_mode);
  sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = flat(kDataSelector, kData, false);
  sregs.tr = task();
}

// A flat descriptor: base 0, limit 4 GiB, present. Intel SDM volume 3, 3.4.5.
constexpr std::uint64_t kCode64Descriptor = 0x00af'9b00'0000'ffff;
constexpr std::uint64_t kDataDescriptor = 0x00cf'9300'0000'ffff;
constexpr std::uint64_t kTaskDescriptor = 0x008f'8b00'0000'ffff;

void write_gdt(const GuestMemory& memory, kvm_sregs& sregs) {
  const std::array<std::uint64_t, 6> gdt = {0, 0, kCode64Descriptor, kDataDescriptor, kTaskDescriptor, 0};
  memory.write(layout::kGdt, gdt);
  sregs.gdt = {.base = layout::kGdt.value, .limit = sizeof gdt - 1, .padding = {}};
}

// 4 GiB identity mapped with 2 MiB pages: root, one directory pointer table, four directories.
void write_page_tables(const GuestMemory& memory) {
  constexpr std::uint64_t kPresentWritable = 3;
  constexpr std::uint64_t kLargePage = 1 << 7;
  constexpr std::uint64_t kPage = 4096;
  const std::uint64_t root = layout::kPageTables.value;
  const std::uint64_t pointers = root + kPage;
  memory.write<std::uint64_t>({root}, pointers | kPresentWritable);
  for (std::uint64_t gib = 0; gib < 4; gib++) {
    const std::uint64_t directory = pointers + (gib + 1) * kPage;
    memory.write<std::uint64_t>({pointers + gib * 8}, directory | kPresentWritable);
    std::array<std::uint64_t, 512> entries;
    for (std::uint64_t i = 0; i < entries.size(); i++) {
      entries[i] = (gib << 30) | (i << 21) | kPresentWritable | kLargePage;
    }
    memory.write(GuestAddr{directory}, entries);
  }
}

}  // namespace

kvm_sregs entry_sregs(const Entry& entry, const kvm_sregs& pristine, const GuestMemory& memory) {
  kvm_sregs sregs = pristine;
  const bool long_mode = std::holds_alternative<LinuxEntry64>(entry);
  set_flat_segments(sregs, long_mode);
  sregs.cr0 = kCr0Protected | kCr0ExtensionType;
  if (long_mode) {
    write_gdt(memory, sregs);
    write_page_tables(memory);
    sregs.cr0 |= kCr0Paging;
    sregs.cr3 = layout::kPageTables.value;
    sregs.cr4 = kCr4Pae;
    sregs.efer = kEferLongModeEnable | kEferLongModeActive;
  }
  return sregs;
}

kvm_regs entry_regs(const Entry& entry) {
  kvm_regs regs{};
  regs.rflags = kFlagsReserved;
  if (const auto* pvh = std::get_if<PvhEntry>(&entry)) {
    regs.rip = pvh->address;
    regs.rbx = layout::kStartInfo.value;
  } else {
    regs.rip = std::get<LinuxEntry64>(entry).address;
    regs.rsi = layout::kBootParams.value;
  }
  return regs;
}

}  // namespace vmwright::boot
