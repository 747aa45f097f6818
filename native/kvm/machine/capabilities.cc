#include "kvm/machine/capabilities.h"

#include <algorithm>
#include <string>

#include "base/error.h"

namespace vmwright {
namespace {

struct Capability {
  unsigned number;
  const char* name;
};

constexpr Capability kNeeded[] = {
    {KVM_CAP_IRQCHIP, "KVM_CAP_IRQCHIP"},
    {KVM_CAP_SET_TSS_ADDR, "KVM_CAP_SET_TSS_ADDR"},
    {KVM_CAP_IRQFD, "KVM_CAP_IRQFD"},
    {KVM_CAP_IOEVENTFD, "KVM_CAP_IOEVENTFD"},
    {KVM_CAP_SIGNAL_MSI, "KVM_CAP_SIGNAL_MSI"},
    {KVM_CAP_IMMEDIATE_EXIT, "KVM_CAP_IMMEDIATE_EXIT"},
    {KVM_CAP_XSAVE, "KVM_CAP_XSAVE"},
};

// APIC ids above are not addressable without help by an IOMMU.
constexpr int kMostCpus = 254;

}  // namespace

void require_capabilities(const System& system, std::uint32_t cpus) {
  if (const int version = system.api_version(); version != KVM_API_VERSION) {
    throw Error("KVM_ERROR", "the KVM of this host has API version " + std::to_string(version) + ", not 12");
  }
  for (const Capability& capability : kNeeded) {
    if (system.check_extension(capability.number) > 0) continue;
    throw Error("KVM_ERROR", std::string("the KVM of this host lacks ") + capability.name + "; use a newer kernel");
  }
  const int most = std::min(system.check_extension(KVM_CAP_MAX_VCPUS), kMostCpus);
  if (cpus == 0 || cpus > static_cast<std::uint32_t>(most)) {
    throw Error("OPTION_INVALID", "cpus: " + std::to_string(cpus) + "; this host can give 1 to " + std::to_string(most));
  }
}

}  // namespace vmwright
