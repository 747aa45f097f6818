// What a guest is told about its physical memory. The numbers of E820, which PVH shares.
#pragma once

#include <cstdint>
#include <vector>

#include "kvm/guest_memory.h"

namespace vmwright::boot {

enum class MemoryType : std::uint32_t { ram = 1, reserved = 2 };

struct MemoryRange {
  std::uint64_t base;
  std::uint64_t size;
  MemoryType type;
  bool operator==(const MemoryRange&) const = default;
};

// Ascending, disjoint. `memory` is GuestMemory::with_device_hole() of more than 1 MiB.
std::vector<MemoryRange> memory_map(const GuestMemory& memory, bool ecam);

}  // namespace vmwright::boot
