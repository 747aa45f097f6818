// Owner of a memory mapping.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace vmwright {

class Mapping {
 public:
  Mapping() noexcept = default;
  // Zeroed private memory that costs nothing until touched. `size` in bytes, a multiple of the page size.
  static Mapping anonymous(std::size_t size);
  // The same with its address a multiple of `alignment`, a power of two and at least a page.
  static Mapping aligned(std::size_t size, std::size_t alignment);
  // Shared view of `size` bytes of a file or device from `offset` on, a multiple of the page size.
  static Mapping shared(int fd, std::size_t size, const char* op, std::uint64_t offset = 0);

  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&& other) noexcept;
  ~Mapping() { reset(); }

  std::span<std::byte> bytes() const noexcept { return {static_cast<std::byte*>(address_), size_}; }
  void* address() const noexcept { return address_; }
  std::size_t size() const noexcept { return size_; }
  void reset() noexcept;

 private:
  Mapping(void* address, std::size_t size) noexcept : address_(address), size_(size) {}

  void* address_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace vmwright
