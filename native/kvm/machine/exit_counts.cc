#include "kvm/machine/exit_counts.h"

#include <numeric>

namespace vmwright {

std::uint64_t ExitTotals::caused_by_guest() const noexcept {
  return std::accumulate(by_kind.begin(), by_kind.end(), std::uint64_t{0}) - (*this)[ExitKind::interrupted];
}

void ExitCounts::add_to(ExitTotals& totals) const noexcept {
  for (std::size_t i = 0; i < kExitKinds; i++) totals.by_kind[i] += counters_[i].load(std::memory_order_relaxed);
}

}  // namespace vmwright
