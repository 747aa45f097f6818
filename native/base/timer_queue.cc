#include "base/timer_queue.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.h"

namespace vmwright {

namespace {

// Longer than any VM lives, and far from where the clock would overflow.
constexpr std::chrono::nanoseconds kLongest = std::chrono::hours(24 * 365 * 50);

}  // namespace

TimerQueue::TimerQueue() : fd_(check(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK), "timerfd_create")) {}

std::uint64_t TimerQueue::add(std::chrono::nanoseconds delay, Task task) {
  const Time time = std::chrono::steady_clock::now() + std::clamp(delay, std::chrono::nanoseconds(0), kLongest);
  const std::uint64_t timer = next_++;
  times_[timer] = time;
  queue_[{time, timer}] = std::move(task);
  arm();
  return timer;
}

void TimerQueue::cancel(std::uint64_t timer) {
  const auto found = times_.find(timer);
  if (found == times_.end()) return;
  queue_.erase({found->second, timer});
  times_.erase(found);
  // The descriptor may now fire for nothing: once, and cheaper than to set it anew at each cancel.
}

void TimerQueue::run_due() {
  std::uint64_t expirations;
  [[maybe_unused]] const ssize_t count = read(fd_.get(), &expirations, sizeof expirations);
  armed_ = {};
  const std::uint64_t end = next_;
  const Time now = std::chrono::steady_clock::now();
  while (!queue_.empty() && queue_.begin()->first.first <= now && queue_.begin()->first.second < end) {
    const auto due = queue_.extract(queue_.begin());
    times_.erase(due.key().second);
    due.mapped()();
  }
  arm();
}

void TimerQueue::arm() {
  if (queue_.empty()) return;
  const Time first = queue_.begin()->first.first;
  if (armed_ != Time{} && armed_ <= first) return;
  armed_ = first;
  const auto since_epoch = std::chrono::duration_cast<std::chrono::nanoseconds>(first.time_since_epoch()).count();
  itimerspec spec{};
  spec.it_value.tv_sec = since_epoch / 1'000'000'000;
  spec.it_value.tv_nsec = since_epoch % 1'000'000'000;
  check(timerfd_settime(fd_.get(), TFD_TIMER_ABSTIME, &spec, nullptr), "timerfd_settime");
}

}  // namespace vmwright
