// What the CPUs of a guest say of themselves: what KVM supports here, with the guest's own topology.
// Intel SDM volume 2, CPUID; AMD APM volume 3, appendix E; Linux Documentation/virt/kvm/x86/cpuid.rst.
#pragma once

#include <linux/kvm.h>

#include <cstdint>
#include <span>
#include <vector>

namespace vmwright::boot {

struct CpuidFacts {
  // One package of so many cores with one thread each; the local APIC's id is the core's number.
  std::uint32_t cpus;
  // 0 when unknown: the frequency leaf is left out then.
  std::uint32_t tsc_khz;
  // KVM_CAP_TSC_DEADLINE_TIMER: not among the supported bits, because it depends on the in-kernel APIC.
  bool tsc_deadline;
};

// The table for all CPUs; `supported` is System::supported_cpuid().
std::vector<kvm_cpuid_entry2> common_cpuid(std::span<const kvm_cpuid_entry2> supported, const CpuidFacts& facts);

// Puts the number of one CPU into its table.
void set_cpu_number(std::span<kvm_cpuid_entry2> table, std::uint32_t cpu);

}  // namespace vmwright::boot
