// The newest bytes of a stream: what does not fit pushes the oldest out.
#pragma once

#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace vmwright::stream {

class ByteRing {
 public:
  // `capacity` in bytes, at least 1. Memory is taken with the first byte.
  explicit ByteRing(std::size_t capacity) noexcept : capacity_(capacity) {}

  bool empty() const noexcept { return size_ == 0; }
  // Adds what lies from `offset` on in `data`. Gives back the bytes that were pushed out or did not fit.
  std::uint64_t append(std::span<const iovec> data, std::uint64_t offset);
  // The bytes in order; the second part may be empty.
  std::array<iovec, 2> contents() const noexcept;
  // Forgets the oldest bytes.
  void consume(std::size_t count) noexcept;
  void clear() noexcept { begin_ = size_ = 0; }

 private:
  void store(std::span<const iovec> data, std::uint64_t offset, std::size_t length);

  std::size_t capacity_;
  std::unique_ptr<std::byte[]> bytes_;
  std::size_t begin_ = 0;
  std::size_t size_ = 0;
};

}  // namespace vmwright::stream
