#include "libvirt/pace.h"

#include <algorithm>

namespace vmwright::libvirt {

void Pace::note(Nanoseconds duration) noexcept {
  constexpr int kWeight = 8;
  const Nanoseconds before = typical_.load(std::memory_order_relaxed);
  typical_.store(before + (std::min(duration, kLongest) - before) / kWeight, std::memory_order_relaxed);
}

bool Pace::worth_waiting() noexcept {
  if (!quick()) return false;
  const unsigned pause = pause_.load(std::memory_order_relaxed);
  if (pause == 0) return true;
  pause_.store(pause - 1, std::memory_order_relaxed);
  return false;
}

void Pace::waited(bool came) noexcept {
  if (!came) {
    hits_ = 0;
    misses_ = std::min(misses_ + 1, kMostMisses);
    pause_.store(1u << misses_, std::memory_order_relaxed);
  } else if (++hits_ == kStreak) {
    hits_ = 0;
    if (misses_ > 0) misses_--;
  }
}

}  // namespace vmwright::libvirt
