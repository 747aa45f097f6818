// What a PVH kernel finds at its entry: start_info, its module list and memory map. Xen's
// public/arch-x86/hvm/start_info.h and docs/misc/pvh.pandoc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "kvm/boot/memory_map.h"
#include "kvm/guest_memory.h"

namespace vmwright::boot {

struct LoadedInitrd {
  GuestAddr address;
  std::uint64_t size;
};

// Writes all of it at layout::kStartInfo. The command line is at layout::kCommandLine, the RSDP where the ACPI tables start.
void write_start_info(const GuestMemory& memory, std::span<const MemoryRange> map,
                      const std::optional<LoadedInitrd>& initrd);

}  // namespace vmwright::boot
