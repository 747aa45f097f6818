// One-shot timers behind one timerfd, which is readable when the first of them is due. Monotonic time. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "base/fd.h"

namespace vmwright {

class TimerQueue {
 public:
  using Task = std::function<void()>;

  TimerQueue();

  int fd() const noexcept { return fd_.get(); }
  // Gives back a number for cancel(), never 0.
  std::uint64_t add(std::chrono::nanoseconds delay, Task task);
  // Also of a timer that has run, and from within a task.
  void cancel(std::uint64_t timer);
  // Runs what is due by now; a timer that a task adds waits for the next call.
  void run_due();

 private:
  using Time = std::chrono::steady_clock::time_point;
  void arm();

  Fd fd_;
  std::map<std::pair<Time, std::uint64_t>, Task> queue_;
  std::map<std::uint64_t, Time> times_;
  std::uint64_t next_ = 1;
  Time armed_{};  // what the descriptor waits for; the epoch: nothing
};

}  // namespace vmwright
