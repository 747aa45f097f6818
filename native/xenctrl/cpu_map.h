// Sets of physical CPUs as the hypervisor wants them: a bit each.
#pragma once

#include <cstdint>
#include <vector>

#include "xenctrl/interface.h"

namespace vmwright::xenctrl {

using CpuMap = std::vector<std::uint8_t>;

// Of the size that this hypervisor uses.
CpuMap empty_cpu_map(Interface& xen);
// Throws Error{OPTION_INVALID} for a CPU that this hypervisor cannot have.
CpuMap to_cpu_map(Interface& xen, const std::vector<std::uint32_t>& cpus);
std::vector<std::uint32_t> cpus_of(const std::uint8_t* map, std::size_t bytes);
inline std::vector<std::uint32_t> cpus_of(const CpuMap& map) { return cpus_of(map.data(), map.size()); }

}  // namespace vmwright::xenctrl
