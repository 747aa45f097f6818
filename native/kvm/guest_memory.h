// Guest physical memory, reached only through checked accessors.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <type_traits>

#include "base/mapping.h"

namespace vmwright {

// A guest physical address. No arithmetic: the sum of two numbers from a guest is checked by slice().
struct GuestAddr {
  std::uint64_t value;
  constexpr auto operator<=>(const GuestAddr&) const = default;
};

// Addresses from here to 4 GiB belong to devices; memory that does not fit below goes on at 4 GiB.
constexpr GuestAddr kDeviceHole{0xc000'0000};
constexpr GuestAddr kHighMemory{0x1'0000'0000};

class GuestMemory {
 public:
  struct Region {
    GuestAddr base;
    std::span<std::byte> bytes;
  };

  // One region of `size` zeroed bytes from `base` on; both multiples of the page size.
  GuestMemory(GuestAddr base, std::size_t size);
  // The memory of a PC: from 0 on, around the device hole. 2 MiB aligned on the host, so that huge pages fit.
  static GuestMemory with_device_hole(std::size_t size);

  // One or two, ascending; each is one KVM memory slot.
  std::span<const Region> regions() const noexcept { return {regions_.data(), count_}; }
  // Bytes in all regions.
  std::size_t size() const noexcept;

  // Nothing unless every byte lies in one region. Never throws: for addresses that a guest chose.
  std::optional<std::span<std::byte>> find(GuestAddr addr, std::uint64_t length) const noexcept;

  // The same for addresses that we chose: throws std::out_of_range.
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
  GuestMemory(Mapping mapping, std::size_t low_size);

  Mapping mapping_;
  std::array<Region, 2> regions_;
  std::size_t count_;
};

}  // namespace vmwright
