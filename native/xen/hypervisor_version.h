// The release of the hypervisor that runs below this kernel.
#pragma once

#include <string>

namespace vmwright::xen {

struct HypervisorVersion {
  int major = 0;
  int minor = 0;
  std::string extra;  // ".7"

  // "4.17": the name of the libraries that belong to it.
  std::string release() const { return std::to_string(major) + "." + std::to_string(minor); }
};

// Throws Error{ENGINE_UNAVAILABLE} where no Xen runs. `sysfs`: where the kernel shows it.
HypervisorVersion hypervisor_version(const std::string& sysfs = "/sys/hypervisor");

}  // namespace vmwright::xen
