// How quick the calls of one connection are, and whether waiting a moment for one pays.
#pragma once

#include <atomic>
#include <chrono>

namespace vmwright::libvirt {

class Pace {
 public:
  using Nanoseconds = std::chrono::nanoseconds;

  // How long a call took; on any thread.
  void note(Nanoseconds duration) noexcept;
  // A call takes long and is not over yet: what comes next is not taken for quick.
  void held_up() noexcept { typical_.store(kLongest, std::memory_order_relaxed); }
  // Whether calls lately took less time than waking a thread for them does.
  bool quick() const noexcept { return typical_.load(std::memory_order_relaxed) < kQuick; }

  // True when the answer to the next call is worth a moment of waiting: calls are quick, and the threads got a processor.
  // On the one thread that submits calls, as the next.
  bool worth_waiting() noexcept;
  // How that went: the more often the answer did not come, the more calls pass until it is tried again.
  void waited(bool came) noexcept;
  // Whether a thread looks for the next job a moment longer before it sleeps: for a call that somebody will wait for.
  bool may_look() const noexcept { return quick() && pause_.load(std::memory_order_relaxed) <= 1; }

 private:
  static constexpr Nanoseconds kQuick = std::chrono::microseconds(40);
  static constexpr Nanoseconds kLongest = std::chrono::microseconds(100);  // that one may count
  static constexpr unsigned kMostMisses = 10;
  static constexpr unsigned kStreak = 32;                                 // hits in a row that make up for a miss

  unsigned misses_ = 0;  // these two: of the thread that submits calls
  unsigned hits_ = 0;
  std::atomic<unsigned> pause_ = 0;              // calls that are not waited for
  std::atomic<Nanoseconds> typical_ = kLongest;  // duration of a call, the last ones counting most
};

}  // namespace vmwright::libvirt
