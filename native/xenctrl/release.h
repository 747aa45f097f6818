// The releases of Xen whose control structs are those of abi.h.
#pragma once

#include <cstdint>
#include <span>

#include "xen/hypervisor_version.h"

namespace vmwright::xenctrl {

struct Release {
  int major;
  int minor;
  std::uint32_t domctl;  // XEN_DOMCTL_INTERFACE_VERSION
  std::uint32_t sysctl;  // XEN_SYSCTL_INTERFACE_VERSION
};

// In xen/include/public of each release, our structs and the functions of libxenctrl are the same, although the numbers
// of the interfaces grew with other structs. A release is added here once abi_check.cc compiles with its headers.
inline constexpr Release kReleases[] = {
    {4, 17, 0x15, 0x15}, {4, 18, 0x16, 0x15}, {4, 19, 0x17, 0x15},
    {4, 20, 0x17, 0x15}, {4, 21, 0x17, 0x16}, {4, 22, 0x18, 0x16},
};

// Throws Error{ENGINE_UNAVAILABLE} for a release that is not known: its structs may be others.
const Release& release_of(const xen::HypervisorVersion& version);

}  // namespace vmwright::xenctrl
