#include "kvm/probe/capabilities.h"

#include <linux/kvm.h>

namespace vmwright::probe {
namespace {

enum class Need { required, optional };

struct Entry {
  std::string_view name;
  unsigned capability;
  bool is_number;
  Need need;
};

constexpr Entry kEntries[] = {
    {"userMemory", KVM_CAP_USER_MEMORY, false, Need::required},
    {"irqchip", KVM_CAP_IRQCHIP, false, Need::required},
    {"irqfd", KVM_CAP_IRQFD, false, Need::required},
    {"ioeventfd", KVM_CAP_IOEVENTFD, false, Need::required},
    {"setTssAddr", KVM_CAP_SET_TSS_ADDR, false, Need::required},
    {"cpuid", KVM_CAP_EXT_CPUID, false, Need::required},
    {"immediateExit", KVM_CAP_IMMEDIATE_EXIT, false, Need::required},
    {"maxVcpus", KVM_CAP_MAX_VCPUS, true, Need::optional},
    {"recommendedVcpus", KVM_CAP_NR_VCPUS, true, Need::optional},
    {"memorySlots", KVM_CAP_NR_MEMSLOTS, true, Need::optional},
    {"signalMsi", KVM_CAP_SIGNAL_MSI, false, Need::optional},
    {"irqRouting", KVM_CAP_IRQ_ROUTING, false, Need::optional},
    {"splitIrqchip", KVM_CAP_SPLIT_IRQCHIP, false, Need::optional},
    {"readonlyMemory", KVM_CAP_READONLY_MEM, false, Need::optional},
    {"dirtyLogProtect2", KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, false, Need::optional},
    {"dirtyRing", KVM_CAP_DIRTY_LOG_RING, false, Need::optional},
    {"adjustClock", KVM_CAP_ADJUST_CLOCK, false, Need::optional},
    {"tscControl", KVM_CAP_TSC_CONTROL, false, Need::optional},
    {"tscDeadline", KVM_CAP_TSC_DEADLINE_TIMER, false, Need::optional},
    {"x2apic", KVM_CAP_X2APIC_API, false, Need::optional},
    {"mpState", KVM_CAP_MP_STATE, false, Need::optional},
    {"vcpuEvents", KVM_CAP_VCPU_EVENTS, false, Need::optional},
    {"xsave", KVM_CAP_XSAVE, false, Need::optional},
    {"syncRegs", KVM_CAP_SYNC_REGS, false, Need::optional},
    {"nestedState", KVM_CAP_NESTED_STATE, false, Need::optional},
};

}  // namespace

std::vector<Capability> read_capabilities(const System& system) {
  std::vector<Capability> found;
  for (const auto& entry : kEntries) {
    found.push_back({entry.name, entry.is_number, system.check_extension(entry.capability)});
  }
  return found;
}

std::string missing_capabilities(const std::vector<Capability>& capabilities) {
  std::string missing;
  for (std::size_t i = 0; i < capabilities.size(); i++) {
    if (kEntries[i].need == Need::optional || capabilities[i].value > 0) continue;
    if (!missing.empty()) missing += ", ";
    missing += capabilities[i].name;
  }
  return missing;
}

}  // namespace vmwright::probe
