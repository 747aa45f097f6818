// The place where one thread, which looks at it all the time, takes a quick job from another. All that both threads
// write is in one line of the cache: each line that moves from one processor to another takes as long as much code.
#pragma once

#include <atomic>

#include "libvirt/quick_job.h"

namespace vmwright::libvirt {

class alignas(64) QuickSlot {
 public:
  // Of the thread that looks. It looks from attend() until done() is true.
  void attend() noexcept { job_.store(nullptr, std::memory_order_relaxed); }
  // False when a job has come after all.
  bool done() noexcept {
    QuickJob* none = nullptr;
    return job_.compare_exchange_strong(none, &nobody(), std::memory_order_acq_rel);
  }
  // Null when there is none.
  QuickJob* take() noexcept {
    if (job_.load(std::memory_order_relaxed) == nullptr) return nullptr;
    return job_.exchange(nullptr, std::memory_order_acquire);
  }
  bool has_waiting() const noexcept { return waiting_.load(std::memory_order_acquire); }

  // Of the one thread that has quick jobs. False when nobody looks.
  bool put(QuickJob& job) noexcept {
    QuickJob* none = nullptr;
    return job_.compare_exchange_strong(none, &job, std::memory_order_acq_rel);
  }
  // False when it was taken.
  bool withdraw(QuickJob& job) noexcept {
    QuickJob* mine = &job;
    return job_.compare_exchange_strong(mine, nullptr, std::memory_order_acq_rel);
  }
  // Nobody looks any more: who did is held up by a job.
  void forsake() noexcept { job_.store(&nobody(), std::memory_order_relaxed); }

  // Of any thread: whether other jobs wait for the thread that looks.
  void set_waiting(bool waiting) noexcept { waiting_.store(waiting, std::memory_order_release); }

 private:
  class Nobody final : public QuickJob {
    void run() noexcept override {}
    void deliver() noexcept override {}
  };
  static QuickJob& nobody() noexcept {
    static constinit Nobody mark;
    return mark;
  }

  std::atomic<QuickJob*> job_ = &nobody();
  std::atomic<bool> waiting_ = false;
};

}  // namespace vmwright::libvirt
