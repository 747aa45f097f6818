// The answer to a quick call, for which a thread waits a moment: less than two switches of threads take.
#pragma once

#include <atomic>
#include <chrono>
#include <exception>

#include "libvirt/value.h"

namespace vmwright::libvirt {

struct Answer {
  // What the call gave. Of the worker thread until it came, then of the one that waited.
  Value value;
  std::exception_ptr failure;
  // Where it is to go when nobody waits any more; set before leave().
  std::uint64_t receiver = 0;

  // On the worker thread, when it is there. False when nobody waits any more.
  bool give() noexcept { return state_.exchange(State::given, std::memory_order_acq_rel) == State::awaited; }

  // True when it came within that time.
  bool arrives_within(std::chrono::nanoseconds patience) const noexcept {
    const auto end = std::chrono::steady_clock::now() + patience;
    do {
      for (int i = 0; i < kLooks; i++) {
        if (state_.load(std::memory_order_acquire) == State::given) return true;
        __builtin_ia32_pause();
      }
    } while (std::chrono::steady_clock::now() < end);
    return false;
  }

  // Ends the wait. False when it came after all.
  bool leave() noexcept { return state_.exchange(State::left, std::memory_order_acq_rel) == State::awaited; }

 private:
  enum class State { awaited, given, left };
  static constexpr int kLooks = 8;  // between two of the clock

  std::atomic<State> state_ = State::awaited;
};

}  // namespace vmwright::libvirt
