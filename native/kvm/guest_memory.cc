#include "kvm/guest_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace vmwright {
namespace {

constexpr std::size_t kHugePage = 2 << 20;

}  // namespace

GuestMemory::GuestMemory(GuestAddr base, std::size_t size)
    : mapping_(Mapping::anonymous(size)), regions_{Region{base, mapping_.bytes()}}, count_(1) {}

GuestMemory::GuestMemory(Mapping mapping, std::size_t low_size)
    : mapping_(std::move(mapping)),
      regions_{Region{{0}, mapping_.bytes().first(low_size)}, Region{kHighMemory, mapping_.bytes().subspan(low_size)}},
      count_(regions_[1].bytes.empty() ? 1 : 2) {}

GuestMemory GuestMemory::with_device_hole(std::size_t size) {
  Mapping mapping = Mapping::aligned(size, kHugePage);
  // Advice only: a kernel without huge pages refuses, and small pages work as well.
  madvise(mapping.address(), mapping.size(), MADV_HUGEPAGE);
  return {std::move(mapping), std::min<std::size_t>(size, kDeviceHole.value)};
}

std::size_t GuestMemory::size() const noexcept { return mapping_.size(); }

std::optional<std::span<std::byte>> GuestMemory::find(GuestAddr addr, std::uint64_t length) const noexcept {
  for (const Region& region : regions()) {
    if (addr < region.base) continue;
    const std::uint64_t offset = addr.value - region.base.value;
    // Both subtractions are safe in this order; an addition could wrap.
    if (offset > region.bytes.size() || length > region.bytes.size() - offset) continue;
    return region.bytes.subspan(offset, length);
  }
  return std::nullopt;
}

std::span<std::byte> GuestMemory::slice(GuestAddr addr, std::size_t length) const {
  if (const auto bytes = find(addr, length)) return *bytes;
  throw std::out_of_range("guest memory access outside of the memory");
}

void GuestMemory::write_bytes(GuestAddr addr, std::span<const std::byte> bytes) const {
  std::ranges::copy(bytes, slice(addr, bytes.size()).begin());
}

}  // namespace vmwright
