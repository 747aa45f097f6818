// What a core dump has of a domain besides its pages.
#pragma once

#include <vector>

#include "xenctrl/interface.h"

namespace vmwright::xenctrl {

// Guest frames that have a page of the domain's own, in order; of HVM and PVH guests, whose frames the hypervisor translates. Also of those
// that were to be populated when the guest first touches them: asking for them does it.
std::vector<unsigned long> present_frames(Interface& xen, abi::Domid domid);

// Registers of every vCPU that has been brought up.
std::vector<abi::VcpuContext> vcpu_contexts(Interface& xen, const abi::DomainInfo& domain);

}  // namespace vmwright::xenctrl
