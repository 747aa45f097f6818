#include "kvm/guest_memory.h"

#include <stdexcept>

namespace vmwright {

GuestMemory::GuestMemory(GuestAddr base, std::size_t size) : base_(base), mapping_(Mapping::anonymous(size)) {}

std::span<std::byte> GuestMemory::slice(GuestAddr addr, std::size_t length) const {
  // Both subtractions are safe in this order; an addition could wrap.
  if (addr < base_ || addr.value - base_.value > size() || length > size() - (addr.value - base_.value)) {
    throw std::out_of_range("guest memory access outside of the region");
  }
  return mapping_.bytes().subspan(addr.value - base_.value, length);
}

void GuestMemory::write_bytes(GuestAddr addr, std::span<const std::byte> bytes) const {
  std::memcpy(slice(addr, bytes.size()).data(), bytes.data(), bytes.size());
}

}  // namespace vmwright
