#include "kvm/stream/iovec.h"

#include <algorithm>
#include <cstring>

namespace vmwright::stream {
namespace {

// Calls `use(bytes)` for each stretch of [offset, offset + length) that lies in one piece, while it gives back true.
template <typename Use>
void for_each_piece(std::span<const iovec> buffers, std::uint64_t offset, std::size_t length, Use use) {
  for (const iovec& buffer : buffers) {
    if (length == 0) return;
    if (offset >= buffer.iov_len) {
      offset -= buffer.iov_len;
      continue;
    }
    const std::size_t size = std::min<std::size_t>(buffer.iov_len - offset, length);
    if (!use(std::span(static_cast<std::byte*>(buffer.iov_base) + offset, size))) return;
    offset = 0;
    length -= size;
  }
}

}  // namespace

std::uint64_t total_bytes(std::span<const iovec> buffers) noexcept {
  std::uint64_t sum = 0;
  for (const iovec& buffer : buffers) sum += buffer.iov_len;
  return sum;
}

std::size_t slice(std::span<const iovec> buffers, std::uint64_t offset, std::size_t limit, std::vector<iovec>& out) {
  std::size_t sum = 0;
  out.clear();
  for_each_piece(buffers, offset, limit, [&](std::span<std::byte> piece) {
    out.push_back({piece.data(), piece.size()});
    sum += piece.size();
    return out.size() < kMaxPieces;
  });
  return sum;
}

std::size_t gather(std::span<const iovec> buffers, std::uint64_t offset, std::span<std::byte> to) noexcept {
  std::size_t done = 0;
  for_each_piece(buffers, offset, to.size(), [&](std::span<std::byte> piece) {
    std::memcpy(to.data() + done, piece.data(), piece.size());
    done += piece.size();
    return true;
  });
  return done;
}

std::size_t scatter(std::span<const iovec> buffers, std::uint64_t offset, std::span<const std::byte> from) noexcept {
  std::size_t done = 0;
  for_each_piece(buffers, offset, from.size(), [&](std::span<std::byte> piece) {
    std::memcpy(piece.data(), from.data() + done, piece.size());
    done += piece.size();
    return true;
  });
  return done;
}

}  // namespace vmwright::stream
