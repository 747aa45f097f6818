#include "kvm/boot/memory_map.h"

#include "kvm/machine/layout.h"

namespace vmwright::boot {

std::vector<MemoryRange> memory_map(const GuestMemory& memory, bool ecam) {
  const std::uint64_t low_end = memory.regions()[0].bytes.size();
  const std::uint64_t kernel_start = layout::kKernelStart.value;
  std::vector<MemoryRange> map = {
      {0, layout::kLowMemoryEnd, MemoryType::ram},
      {layout::kFirmware.base, layout::kFirmware.size, MemoryType::reserved},
      {kernel_start, low_end - kernel_start, MemoryType::ram},
  };
  // Linux uses ECAM only where the memory map reserves it (or a device in ACPI does).
  if (ecam) map.push_back({layout::kEcam.base, layout::kEcam.size, MemoryType::reserved});
  if (memory.regions().size() > 1) {
    map.push_back({kHighMemory.value, memory.regions()[1].bytes.size(), MemoryType::ram});
  }
  return map;
}

}  // namespace vmwright::boot
