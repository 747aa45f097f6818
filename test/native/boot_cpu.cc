// CPUID tables, and the first state of the boot CPU.
#include <algorithm>

#include "check.h"
#include "kvm/boot/cpu_state.h"
#include "kvm/boot/cpuid.h"
#include "kvm/machine/layout.h"

using namespace vmwright;

namespace {

kvm_cpuid_entry2 entry(std::uint32_t function, std::uint32_t eax, std::uint32_t ebx, std::uint32_t ecx,
                       std::uint32_t edx, std::uint32_t index = 0) {
  kvm_cpuid_entry2 made{};
  made.function = function;
  made.index = index;
  made.eax = eax;
  made.ebx = ebx;
  made.ecx = ecx;
  made.edx = edx;
  return made;
}

// As a host with 16 APIC ids might offer it.
std::vector<kvm_cpuid_entry2> supported() {
  return {entry(0, 0x1f, 0, 0, 0),
          entry(1, 0x800f12, 0x0710'0800, 0, 1U << 28),
          entry(4, 0x1c00'4121, 0, 0, 0, 0),
          entry(4, 0x1c03'c163, 0, 0, 0, 3),
          entry(0xb, 1, 2, 0x100, 7, 0),
          entry(0x1f, 1, 2, 0x100, 7, 0),
          entry(0x4000'0000, 0x4000'0001, 0x4b4d564b, 0x564b4d56, 0x4d),
          entry(0x8000'0008, 0x3030, 0, 0x4007, 0),
          entry(0x8000'001d, 0x1c163, 0, 0, 0, 3),
          entry(0x8000'001e, 7, 0x103, 1, 0)};
}

const kvm_cpuid_entry2& find(const std::vector<kvm_cpuid_entry2>& table, std::uint32_t function, std::uint32_t index = 0) {
  const auto found = std::ranges::find_if(
      table, [&](const auto& e) { return e.function == function && e.index == index; });
  CHECK(found != table.end());
  return *found;
}

void topology_of_four() {
  auto table = boot::common_cpuid(supported(), {.cpus = 4, .tsc_khz = 2'500'000, .tsc_deadline = true});
  boot::set_cpu_number(table, 2);
  const auto& features = find(table, 1);
  CHECK(features.ebx >> 24 == 2 && ((features.ebx >> 16) & 0xff) == 4);
  CHECK((features.edx & (1 << 28)) != 0);
  CHECK((features.ecx & (1U << 31)) != 0 && (features.ecx & (1 << 24)) != 0 && (features.ecx & (1 << 21)) != 0);
  // First-level cache of one core, last-level cache of all.
  CHECK(((find(table, 4, 0).eax >> 14) & 0xfff) == 0 && ((find(table, 4, 3).eax >> 14) & 0xfff) == 3);
  CHECK(find(table, 4, 0).eax >> 26 == 3);
  CHECK(((find(table, 0x8000'001d, 3).eax >> 14) & 0xfff) == 3);
  CHECK((find(table, 0x8000'0008).ecx & 0xff) == 3 && find(table, 0x8000'0008).ecx >> 12 == 2);
  CHECK(find(table, 0x8000'001e).eax == 2 && find(table, 0x8000'001e).ebx == 2 && find(table, 0x8000'001e).ecx == 0);
}

void extended_topology() {
  for (const std::uint32_t leaf : {0xbU, 0x1fU}) {
    auto table = boot::common_cpuid(supported(), {.cpus = 5, .tsc_khz = 0, .tsc_deadline = false});
    boot::set_cpu_number(table, 4);
    const auto& threads = find(table, leaf, 0);
    CHECK(threads.eax == 0 && threads.ebx == 1 && threads.ecx == 0x100 && threads.edx == 4);
    const auto& cores = find(table, leaf, 1);
    CHECK(cores.eax == 3 && cores.ebx == 5 && cores.ecx == 0x201 && cores.edx == 4);
    CHECK(find(table, leaf, 2).ebx == 0 && find(table, leaf, 2).ecx == 2);
  }
}

void one_cpu_is_no_hyper_thread() {
  auto table = boot::common_cpuid(supported(), {.cpus = 1, .tsc_khz = 0, .tsc_deadline = false});
  boot::set_cpu_number(table, 0);
  CHECK((find(table, 1).edx & (1 << 28)) == 0 && (find(table, 1).ecx & (1 << 24)) == 0);
  CHECK(find(table, 0xb, 1).eax == 0 && find(table, 0xb, 1).ebx == 1);
}

void frequency_leaf() {
  const auto with = boot::common_cpuid(supported(), {.cpus = 1, .tsc_khz = 2'500'000, .tsc_deadline = true});
  CHECK(find(with, 0x4000'0000).eax == 0x4000'0010);
  CHECK(find(with, 0x4000'0010).eax == 2'500'000 && find(with, 0x4000'0010).ebx == 1'000'000);
  const auto without = boot::common_cpuid(supported(), {.cpus = 1, .tsc_khz = 0, .tsc_deadline = true});
  CHECK(find(without, 0x4000'0000).eax == 0x4000'0001);
  CHECK(std::ranges::find(without, 0x4000'0010U, &kvm_cpuid_entry2::function) == without.end());
}

void pvh_entry() {
  const auto memory = GuestMemory::with_device_hole(2 << 20);
  const boot::Entry entry = boot::PvhEntry{0x100'0000};
  kvm_sregs pristine{};
  pristine.apic_base = 0xfee0'0900;
  const auto sregs = boot::entry_sregs(entry, pristine, memory);
  CHECK(sregs.cr0 == 0x11 && sregs.cr4 == 0 && sregs.efer == 0 && sregs.apic_base == 0xfee0'0900);
  CHECK(sregs.cs.base == 0 && sregs.cs.limit == 0xffff'ffff && sregs.cs.db == 1 && sregs.cs.l == 0);
  CHECK(sregs.ds.limit == 0xffff'ffff && sregs.ss.type == 3 && sregs.tr.limit == 0x67 && sregs.tr.type == 0xb);
  const auto regs = boot::entry_regs(entry);
  CHECK(regs.rip == 0x100'0000 && regs.rbx == layout::kStartInfo.value && regs.rflags == 2);
}

void linux_entry() {
  const auto memory = GuestMemory::with_device_hole(2 << 20);
  const boot::Entry entry = boot::LinuxEntry64{0x100'0200};
  const auto sregs = boot::entry_sregs(entry, {}, memory);
  CHECK(sregs.cr0 == 0x8000'0011 && sregs.cr4 == 0x20 && sregs.efer == 0x500);
  CHECK(sregs.cs.l == 1 && sregs.cs.db == 0 && sregs.cs.selector == 0x10 && sregs.ds.selector == 0x18);
  // The last page of the 4 GiB: root, pointer, directory entry.
  const auto pointers = memory.read<std::uint64_t>({sregs.cr3}) & ~std::uint64_t{0xfff};
  const auto directory = memory.read<std::uint64_t>({pointers + 3 * 8}) & ~std::uint64_t{0xfff};
  CHECK(memory.read<std::uint64_t>({directory + 511 * 8}) == 0xffe0'0083);
  CHECK(memory.read<std::uint64_t>({sregs.gdt.base + 0x10}) == 0x00af'9b00'0000'ffff);
  CHECK(boot::entry_regs(entry).rsi == layout::kBootParams.value);
}

}  // namespace

Suite boot_cpu_suite() {
  return {"boot_cpu",
          {{"topology of four CPUs", topology_of_four},
           {"extended topology", extended_topology},
           {"one CPU is no hyper-thread", one_cpu_is_no_hyper_thread},
           {"frequency leaf", frequency_leaf},
           {"state at the PVH entry", pvh_entry},
           {"state at the 64-bit Linux entry", linux_entry}}};
}
