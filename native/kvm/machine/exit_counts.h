// How often vCPUs left the guest for user space, by reason.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace vmwright {

enum class ExitKind : std::uint8_t { port_read, port_write, memory_read, memory_write, interrupted, other };
constexpr std::size_t kExitKinds = 6;

struct ExitTotals {
  std::array<std::uint64_t, kExitKinds> by_kind{};

  std::uint64_t operator[](ExitKind kind) const noexcept { return by_kind[static_cast<std::size_t>(kind)]; }
  // Without those that we caused ourselves by a signal.
  std::uint64_t caused_by_guest() const noexcept;
};

// Written by one vCPU thread, read by any.
class ExitCounts {
 public:
  void count(ExitKind kind) noexcept {
    auto& counter = counters_[static_cast<std::size_t>(kind)];
    // One writer: no locked instruction is needed.
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  void add_to(ExitTotals& totals) const noexcept;

 private:
  std::array<std::atomic<std::uint64_t>, kExitKinds> counters_{};
};

}  // namespace vmwright
