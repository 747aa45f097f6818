// A job that is likely to be done before another thread could be woken for it: whoever wants it done waits for it, and
// keeps it. Only one who is tired of waiting leaves it to the thread that does it.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

namespace vmwright::libvirt {

class QuickJob {
 public:
  QuickJob() = default;
  QuickJob(const QuickJob&) = delete;
  QuickJob& operator=(const QuickJob&) = delete;
  virtual ~QuickJob() = default;

  virtual void run() noexcept = 0;
  // Brings the result to where it is awaited when nobody waits here any more. After run().
  virtual void deliver() noexcept = 0;

  // On the thread that has run it. False when nobody waits any more; else it may be gone already.
  bool give() noexcept { return state_.exchange(State::given, std::memory_order_acq_rel) == State::awaited; }
  // True when it was done within that time.
  bool done_within(std::chrono::nanoseconds patience) const noexcept {
    constexpr int kLooks = 8;  // between two of the clock
    const auto end = std::chrono::steady_clock::now() + patience;
    do {
      for (int i = 0; i < kLooks; i++) {
        if (state_.load(std::memory_order_acquire) == State::given) return true;
        __builtin_ia32_pause();
      }
    } while (std::chrono::steady_clock::now() < end);
    return false;
  }
  // Ends the wait and gives the job to the thread that runs it. False when it was done after all.
  bool leave(std::shared_ptr<QuickJob> self) noexcept {
    self_ = std::move(self);
    if (state_.exchange(State::left, std::memory_order_acq_rel) == State::awaited) return true;
    self_.reset();
    return false;
  }
  // After leave(), on the thread that has run it.
  std::shared_ptr<QuickJob> take() noexcept { return std::move(self_); }

 private:
  enum class State { awaited, given, left };

  std::atomic<State> state_ = State::awaited;
  std::shared_ptr<QuickJob> self_;
};

}  // namespace vmwright::libvirt
