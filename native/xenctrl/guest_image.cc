#include "xenctrl/guest_image.h"

#include <algorithm>
#include <array>

#include "xenctrl/domains.h"

namespace vmwright::xenctrl {
namespace {

// The most that the hypervisor takes at once: XEN_DOMCTL_getpageframeinfo3, 1 << 10.
constexpr std::size_t kFramesPerCall = 1024;

bool has_page(unsigned long type) {
  const unsigned long kind = type & abi::kFrameTypeMask;
  return kind != abi::kFrameNone && kind != abi::kFrameNotYet && kind != abi::kFrameBroken;
}

}  // namespace

std::vector<unsigned long> present_frames(Interface& xen, abi::Domid domid) {
  const std::uint64_t end = highest_frame(xen, domid) + 1;
  std::vector<unsigned long> present;
  std::array<unsigned long, kFramesPerCall> types;
  for (std::uint64_t first = 0; first < end; first += kFramesPerCall) {
    const auto count = static_cast<unsigned>(std::min<std::uint64_t>(kFramesPerCall, end - first));
    for (unsigned i = 0; i < count; i++) types[i] = first + i;
    xen.call(&Functions::get_pfn_type_batch, domid, count, types.data());
    for (unsigned i = 0; i < count; i++)
      if (has_page(types[i])) present.push_back(first + i);
  }
  return present;
}

std::vector<abi::VcpuContext> vcpu_contexts(Interface& xen, const abi::DomainInfo& domain) {
  std::vector<abi::VcpuContext> contexts;
  if (domain.max_vcpu_id == abi::kNoVcpu) return contexts;
  for (std::uint32_t vcpu = 0; vcpu <= domain.max_vcpu_id; vcpu++) {
    abi::VcpuContext context{};
    const bool up = xen.run(&Functions::vcpu_getcontext, abi::Domid{domain.domain}, vcpu, &context) == 0;
    if (up) contexts.push_back(context);
  }
  return contexts;
}

}  // namespace vmwright::xenctrl
