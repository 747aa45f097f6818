#include "kvm/boot/cpuid.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace vmwright::boot {
namespace {

constexpr std::uint32_t kTopologyLeaf = 0xb;
constexpr std::uint32_t kTopologyLeafV2 = 0x1f;
constexpr std::uint32_t kHypervisorLeaf = 0x4000'0000;
constexpr std::uint32_t kFrequencyLeaf = 0x4000'0010;
constexpr std::uint32_t kAmdSizeLeaf = 0x8000'0008;
constexpr std::uint32_t kAmdTopologyLeaf = 0x8000'001e;

constexpr std::uint32_t kX2apic = 1 << 21;
constexpr std::uint32_t kTscDeadline = 1 << 24;
constexpr std::uint32_t kHypervisor = 1U << 31;
constexpr std::uint32_t kHyperThreading = 1 << 28;
constexpr std::uint32_t kAmdCompatLegacy = 1 << 1;

// KVM's local APIC ticks at 1 GHz: Documentation has no word, arch/x86/kvm/lapic.h APIC_BUS_CYCLE_NS does.
constexpr std::uint32_t kApicBusKhz = 1'000'000;

void set_bits(std::uint32_t& target, std::uint32_t mask, std::uint32_t shift, std::uint32_t value) {
  target = (target & ~(mask << shift)) | ((value & mask) << shift);
}

std::uint32_t id_bits(std::uint32_t cpus) { return static_cast<std::uint32_t>(std::bit_width(cpus - 1)); }

void set_features(kvm_cpuid_entry2& entry, const CpuidFacts& facts) {
  entry.ecx |= kX2apic | kHypervisor;
  if (facts.tsc_deadline) entry.ecx |= kTscDeadline;
  set_bits(entry.ebx, 0xff, 16, std::min(facts.cpus, 255U));
  if (facts.cpus > 1) {
    entry.edx |= kHyperThreading;
  } else {
    entry.edx &= ~kHyperThreading;
  }
}

// Deterministic cache parameters, of Intel (4) and AMD (0x8000001d): the first two levels belong to one
// core, the last one to all.
void set_cache(kvm_cpuid_entry2& entry, const CpuidFacts& facts, bool intel) {
  const std::uint32_t type = entry.eax & 0x1f;
  if (type == 0) return;
  const std::uint32_t level = (entry.eax >> 5) & 7;
  set_bits(entry.eax, 0xfff, 14, level >= 3 ? facts.cpus - 1 : 0);
  if (intel) set_bits(entry.eax, 0x3f, 26, std::min(facts.cpus - 1, 0x3fU));
}

void set_common(kvm_cpuid_entry2& entry, const CpuidFacts& facts) {
  switch (entry.function) {
    case 1: return set_features(entry, facts);
    case 4: return set_cache(entry, facts, true);
    case kHypervisorLeaf:
      if (facts.tsc_khz != 0) entry.eax = std::max(entry.eax, kFrequencyLeaf);
      return;
    case 0x8000'0001:
      if (facts.cpus == 1) entry.ecx &= ~kAmdCompatLegacy;
      return;
    case kAmdSizeLeaf:
      // Number of cores less one, and how many bits of the APIC id tell them apart.
      entry.ecx = ((facts.cpus - 1) & 0xff) | (id_bits(facts.cpus) << 12);
      return;
    case 0x8000'001d: return set_cache(entry, facts, false);
    case kAmdTopologyLeaf:
      entry.eax = entry.ebx = entry.ecx = 0;  // one node, one thread per core; numbers come per CPU
      return;
    default: return;
  }
}

kvm_cpuid_entry2 topology_level(std::uint32_t leaf, std::uint32_t level, std::uint32_t type, std::uint32_t shift,
                                std::uint32_t count) {
  kvm_cpuid_entry2 entry{};
  entry.function = leaf;
  entry.index = level;
  entry.flags = KVM_CPUID_FLAG_SIGNIFCANT_INDEX;
  entry.eax = shift;
  entry.ebx = count;
  entry.ecx = level | (type << 8);
  return entry;
}

bool is_topology(const kvm_cpuid_entry2& entry) {
  return entry.function == kTopologyLeaf || entry.function == kTopologyLeafV2;
}

void add_topology(std::vector<kvm_cpuid_entry2>& table, const CpuidFacts& facts, std::uint32_t leaf) {
  table.push_back(topology_level(leaf, 0, 1, 0, 1));  // threads of a core
  table.push_back(topology_level(leaf, 1, 2, id_bits(facts.cpus), facts.cpus));
  table.push_back(topology_level(leaf, 2, 0, 0, 0));
}

}  // namespace

std::vector<kvm_cpuid_entry2> common_cpuid(std::span<const kvm_cpuid_entry2> supported, const CpuidFacts& facts) {
  std::vector<kvm_cpuid_entry2> table;
  table.reserve(supported.size() + 8);
  const auto max_basic = std::ranges::find(supported, 0U, &kvm_cpuid_entry2::function);
  for (const auto& entry : supported) {
    if (is_topology(entry) || entry.function == kFrequencyLeaf) continue;
    table.push_back(entry);
    set_common(table.back(), facts);
  }
  if (max_basic != supported.end() && max_basic->eax >= kTopologyLeaf) add_topology(table, facts, kTopologyLeaf);
  if (max_basic != supported.end() && max_basic->eax >= kTopologyLeafV2) add_topology(table, facts, kTopologyLeafV2);
  if (facts.tsc_khz != 0) {
    kvm_cpuid_entry2 entry{};
    entry.function = kFrequencyLeaf;
    entry.eax = facts.tsc_khz;
    entry.ebx = kApicBusKhz;
    table.push_back(entry);
  }
  return table;
}

void set_cpu_number(std::span<kvm_cpuid_entry2> table, std::uint32_t cpu) {
  for (auto& entry : table) {
    if (entry.function == 1) set_bits(entry.ebx, 0xff, 24, cpu);
    if (is_topology(entry)) entry.edx = cpu;
    if (entry.function == kAmdTopologyLeaf) {
      entry.eax = cpu;
      set_bits(entry.ebx, 0xff, 0, cpu);
    }
  }
}

}  // namespace vmwright::boot
