// Parts of scattered buffers, however many pieces they have; kvm/stream/iovec.h copies from and into them.
#pragma once

#include <sys/uio.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

}  // namespace vmwright::block
