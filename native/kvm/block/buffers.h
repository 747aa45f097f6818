// Bytes scattered over several buffers.
#pragma once

#include <sys/uio.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace vmwright::block {

// Appends to `out` the buffers that hold `length` bytes of `buffers` from byte `offset` on; fewer when there are fewer.
inline void slice_buffers(std::span<const iovec> buffers, std::uint64_t offset, std::uint64_t length,
                          std::vector<iovec>& out) {
  for (const iovec& buffer : buffers) {
    if (length == 0) return;
    if (offset >= buffer.iov_len) {
      offset -= buffer.iov_len;
      continue;
    }
    const std::uint64_t here = std::min<std::uint64_t>(length, buffer.iov_len - offset);
    out.push_back({static_cast<std::byte*>(buffer.iov_base) + offset, here});
    offset = 0;
    length -= here;
  }
}

// Copies bytes of `buffers` from byte `offset` on, as many as there are, at most out.size(); gives back how many.
inline std::size_t copy_from_buffers(std::span<const iovec> buffers, std::uint64_t offset, std::span<std::byte> out) {
  std::size_t copied = 0;
  for (const iovec& buffer : buffers) {
    if (copied == out.size()) break;
    if (offset >= buffer.iov_len) {
      offset -= buffer.iov_len;
      continue;
    }
    const std::size_t here = std::min<std::size_t>(out.size() - copied, buffer.iov_len - offset);
    std::memcpy(out.data() + copied, static_cast<const std::byte*>(buffer.iov_base) + offset, here);
    copied += here;
    offset = 0;
  }
  return copied;
}

inline std::size_t copy_to_buffers(std::span<const std::byte> bytes, std::span<const iovec> buffers) {
  std::size_t copied = 0;
  for (const iovec& buffer : buffers) {
    const std::size_t here = std::min<std::size_t>(bytes.size() - copied, buffer.iov_len);
    if (here == 0) break;
    std::memcpy(buffer.iov_base, bytes.data() + copied, here);
    copied += here;
  }
  return copied;
}

}  // namespace vmwright::block
