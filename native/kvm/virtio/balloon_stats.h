// What a guest tells of its memory. virtio 1.2, section 5.5.6.3.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include <sys/uio.h>

namespace vmwright::virtio {

// The guest's word, not to be trusted. Absent: it did not say.
struct GuestMemoryStats {
  std::optional<std::uint64_t> swap_in_bytes;
  std::optional<std::uint64_t> swap_out_bytes;
  std::optional<std::uint64_t> major_faults;
  std::optional<std::uint64_t> minor_faults;
  std::optional<std::uint64_t> free_bytes;
  std::optional<std::uint64_t> total_bytes;
  std::optional<std::uint64_t> available_bytes;  // without swapping
  std::optional<std::uint64_t> cache_bytes;
  std::chrono::steady_clock::time_point when{};  // when it came; zero: never
};

GuestMemoryStats parse_memory_stats(std::span<const iovec> buffers, std::chrono::steady_clock::time_point now);

}  // namespace vmwright::virtio
