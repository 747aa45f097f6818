#include "kvm/bus/bus.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace vmwright {

void Bus::insert(std::uint64_t base, std::uint64_t size, BusDevice& device) {
  // A range may end with the last address: base + size is then 0, base + size - 1 still right.
  if (size == 0 || size - 1 > std::numeric_limits<std::uint64_t>::max() - base) {
    throw std::logic_error("a bus range is empty or wraps");
  }
  const auto next = std::ranges::upper_bound(ranges_, base, {}, &Range::base);
  const bool hits_next = next != ranges_.end() && next->base - base < size;
  const bool hits_previous = next != ranges_.begin() && base - std::prev(next)->base < std::prev(next)->size;
  if (hits_next || hits_previous) throw std::logic_error("two devices at one bus address");
  ranges_.insert(next, {base, size, &device});
}

void Bus::read(std::uint64_t address, std::span<std::byte> data) const {
  if (const Range* range = find(address, data.size())) {
    range->device->read(address - range->base, data);
  } else {
    std::ranges::fill(data, std::byte{0xff});
  }
}

void Bus::write(std::uint64_t address, std::span<const std::byte> data) const {
  if (const Range* range = find(address, data.size())) range->device->write(address - range->base, data);
}

const Bus::Range* Bus::find(std::uint64_t address, std::size_t length) const noexcept {
  const auto next = std::ranges::upper_bound(ranges_, address, {}, &Range::base);
  if (next == ranges_.begin()) return nullptr;
  const Range& range = *std::prev(next);
  const std::uint64_t offset = address - range.base;
  const bool inside = offset < range.size && length <= range.size - offset;
  return inside ? &range : nullptr;
}

}  // namespace vmwright
