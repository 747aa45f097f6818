// Guest physical memory: one region, reached only through checked accessors.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

#include "base/mapping.h"

namespace vmwright {

// A guest physical address. No arithmetic: the sum of two numbers from a guest is checked by slice().
struct GuestAddr {
  std::uint64_t value;
  constexpr auto operator<=>(const GuestAddr&) const = default;
};

class GuestMemory {
 public:
  // `size` bytes from `base` on, zeroed; both multiples of the page size.
  GuestMemory(GuestAddr base, std::size_t size);

  GuestAddr base() const noexcept { return base_; }
  std::size_t size() const noexcept { return mapping_.size(); }
  void* host_address() const noexcept { return mapping_.address(); }

  // Throws std::out_of_range unless every byte lies in the region.
  std::span<std::byte> slice(GuestAddr addr, std::size_t length) const;

  template <typename T>
  T read(GuestAddr addr) const {
    static_assert(std::is_trivially_copyable_v<T>);
    T value;
    std::memcpy(&value, slice(addr, sizeof(T)).data(), sizeof(T));
    return value;
  }

  template <typename T>
  void write(GuestAddr addr, const T& value) const {
    static_assert(std::is_trivially_copyable_v<T>);
    std::memcpy(slice(addr, sizeof(T)).data(), &value, sizeof(T));
  }

  void write_bytes(GuestAddr addr, std::span<const std::byte> bytes) const;

 private:
  GuestAddr base_;
  Mapping mapping_;
};

}  // namespace vmwright
