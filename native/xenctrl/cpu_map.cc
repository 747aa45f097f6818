#include "xenctrl/cpu_map.h"

#include <string>

namespace vmwright::xenctrl {

CpuMap empty_cpu_map(Interface& xen) {
  return CpuMap(static_cast<std::size_t>(xen.call(&Functions::get_cpumap_size)));
}

CpuMap to_cpu_map(Interface& xen, const std::vector<std::uint32_t>& cpus) {
  CpuMap map = empty_cpu_map(xen);
  for (const std::uint32_t cpu : cpus) {
    if (cpu / 8 >= map.size()) throw Error("OPTION_INVALID", "there is no CPU " + std::to_string(cpu));
    map[cpu / 8] = static_cast<std::uint8_t>(map[cpu / 8] | 1U << cpu % 8);
  }
  return map;
}

std::vector<std::uint32_t> cpus_of(const std::uint8_t* map, std::size_t bytes) {
  std::vector<std::uint32_t> cpus;
  for (std::uint32_t cpu = 0; cpu < bytes * 8; cpu++)
    if ((map[cpu / 8] >> cpu % 8 & 1) != 0) cpus.push_back(cpu);
  return cpus;
}

}  // namespace vmwright::xenctrl
