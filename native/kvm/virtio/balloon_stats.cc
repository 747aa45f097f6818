#include "kvm/virtio/balloon_stats.h"

#include <linux/virtio_balloon.h>

#include <array>
#include <cstddef>

#include "kvm/stream/iovec.h"

namespace vmwright::virtio {
namespace {

// Twice as many as are known today.
constexpr std::size_t kMostEntries = 2 * VIRTIO_BALLOON_S_NR;

std::optional<std::uint64_t>* field(GuestMemoryStats& stats, std::uint16_t tag) {
  switch (tag) {
    case VIRTIO_BALLOON_S_SWAP_IN: return &stats.swap_in_bytes;
    case VIRTIO_BALLOON_S_SWAP_OUT: return &stats.swap_out_bytes;
    case VIRTIO_BALLOON_S_MAJFLT: return &stats.major_faults;
    case VIRTIO_BALLOON_S_MINFLT: return &stats.minor_faults;
    case VIRTIO_BALLOON_S_MEMFREE: return &stats.free_bytes;
    case VIRTIO_BALLOON_S_MEMTOT: return &stats.total_bytes;
    case VIRTIO_BALLOON_S_AVAIL: return &stats.available_bytes;
    case VIRTIO_BALLOON_S_CACHES: return &stats.cache_bytes;
    default: return nullptr;
  }
}

}  // namespace

GuestMemoryStats parse_memory_stats(std::span<const iovec> buffers, std::chrono::steady_clock::time_point now) {
  std::array<virtio_balloon_stat, kMostEntries> entries;
  const std::size_t bytes = stream::gather(buffers, 0, std::as_writable_bytes(std::span(entries)));
  GuestMemoryStats stats;
  stats.when = now;
  for (const auto& entry : std::span(entries).first(bytes / sizeof(entries[0]))) {
    if (auto* known = field(stats, entry.tag)) *known = entry.val;
  }
  return stats;
}

}  // namespace vmwright::virtio
