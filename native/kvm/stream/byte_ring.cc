#include "kvm/stream/byte_ring.h"

#include <algorithm>

#include "kvm/stream/iovec.h"

namespace vmwright::stream {

std::uint64_t ByteRing::append(std::span<const iovec> data, std::uint64_t offset) {
  const std::uint64_t all = total_bytes(data);
  if (offset >= all) return 0;
  const std::uint64_t length = all - offset;
  const std::uint64_t kept = std::min<std::uint64_t>(length, capacity_);
  const std::uint64_t room = capacity_ - size_;
  const std::uint64_t pushed_out = kept > room ? kept - room : 0;
  consume(static_cast<std::size_t>(pushed_out));
  store(data, offset + (length - kept), static_cast<std::size_t>(kept));
  return pushed_out + (length - kept);
}

void ByteRing::store(std::span<const iovec> data, std::uint64_t offset, std::size_t length) {
  if (!bytes_) bytes_ = std::make_unique_for_overwrite<std::byte[]>(capacity_);
  const std::size_t end = (begin_ + size_) % capacity_;
  const std::size_t first = std::min(length, capacity_ - end);
  gather(data, offset, {bytes_.get() + end, first});
  gather(data, offset + first, {bytes_.get(), length - first});
  size_ += length;
}

std::array<iovec, 2> ByteRing::contents() const noexcept {
  const std::size_t first = std::min(size_, capacity_ - begin_);
  return {{{bytes_.get() + begin_, first}, {bytes_.get(), size_ - first}}};
}

void ByteRing::consume(std::size_t count) noexcept {
  begin_ = (begin_ + count) % capacity_;
  size_ -= count;
}

}  // namespace vmwright::stream
