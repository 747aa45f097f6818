// Scattered buffers, most of them in guest memory: any piece may be small, and what lies behind it may change at any time.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vmwright::stream {

// Pieces that one readv(2), writev(2) or sendmsg(2) gets; the kernel refuses more than IOV_MAX, 1024.
constexpr std::size_t kMaxPieces = 1000;

std::uint64_t total_bytes(std::span<const iovec> buffers) noexcept;

// What lies from `offset` on in `buffers`, at most `limit` bytes in kMaxPieces pieces, into `out`. Gives back its bytes.
std::size_t slice(std::span<const iovec> buffers, std::uint64_t offset, std::size_t limit, std::vector<iovec>& out);

// Copies from or into `buffers` from `offset` on, as much as there is. Gives back the bytes copied.
std::size_t gather(std::span<const iovec> buffers, std::uint64_t offset, std::span<std::byte> to) noexcept;
std::size_t scatter(std::span<const iovec> buffers, std::uint64_t offset, std::span<const std::byte> from) noexcept;

}  // namespace vmwright::stream
