// The worker threads of one connection. libuv's four threads stay free: a migration takes one of these for an hour.
//
// Calls that take long get a thread each. Quick ones, which are over before another thread is awake, are done by one
// thread after the other; a second thread, the guard, looks every now and then whether the first is held up by one.
#pragma once

#include <uv.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "libvirt/pace.h"
#include "libvirt/quick_slot.h"

namespace vmwright::libvirt {

class Pool : public std::enable_shared_from_this<Pool> {
 public:
  using Job = std::function<void()>;  // must not throw

  static std::shared_ptr<Pool> create(unsigned max_threads);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Runs `job` on a thread of the pool, jobs starting in the order of their coming. Threads are started as they are
  // needed. Throws Error when there can be no thread at all.
  void submit(Job job);
  // Gives `job` to a thread that looks for one. False when none does. Only of one thread, for one job at a time: it waits
  // until the job is done or says leave().
  bool offer(QuickJob& job) noexcept { return slot_.put(job); }
  enum class Left {
    withdrawn,  // nobody has begun with it
    running,    // and will be delivered
    done,       // at the last moment
  };
  // After offer(), when that takes too long.
  Left leave(const std::shared_ptr<QuickJob>& job);
  // What decides whether calls are quick: to be told of every call.
  Pace& pace() noexcept { return pace_; }
  // Lets the threads end when the queue is empty. Nothing waits for them: a call may be stuck for as long as it
  // likes, and holds what it needs.
  void finish() noexcept;

 private:
  using Nanoseconds = std::chrono::nanoseconds;
  using Lock = std::unique_lock<std::mutex>;
  struct Private {};

 public:
  Pool(Private, unsigned max_threads);
  ~Pool();

 private:
  bool want_thread();
  bool want_guard();
  void start_thread();
  void work() noexcept;
  bool wait_for_job(Lock& lock);
  void run_next(Lock& lock);
  void look_for_job(Lock& lock);
  bool run_quick(QuickJob& job);
  void guard(Lock& lock);

  static constexpr Nanoseconds kLook = std::chrono::microseconds(200);
  static constexpr Nanoseconds kHeldUp = std::chrono::milliseconds(1);

  const unsigned max_threads_;
  Pace pace_;
  QuickSlot slot_;
  std::mutex mutex_;                 // guards all below
  std::condition_variable changed_;  // for idle threads
  uv_cond_t finishing_;              // for the guard
  std::deque<Job> queue_;
  std::uint64_t taken_ = 0;  // jobs that were
  unsigned threads_ = 0;
  unsigned running_ = 0;       // threads with a job
  unsigned idle_ = 0;          // threads that sleep until they are called
  unsigned coming_ = 0;        // threads that were called or started and have not looked at the queue since
  bool looking_ = false;       // a thread will see the next job without being called; slot_ is its
  bool guard_wanted_ = false;  // the next thread that comes is to be the guard
  bool guarded_ = false;
  bool finished_ = false;
};

// Starts a thread that blocks the signals of the process, which belong to Node, and that nobody joins: what it leaves
// is cleared when the next one starts.
void start_detached(std::function<void()> main, const char* what);

}  // namespace vmwright::libvirt
