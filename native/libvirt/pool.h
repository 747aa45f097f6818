// The worker threads of one connection. libuv's four threads stay free: a migration takes one of these for an hour.
#pragma once

#include <uv.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

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
  // True when the answer to the next call is worth a moment of waiting: calls lately took less time than waking a thread
  // for them does, and the threads got a processor. On the one thread that submits calls, as the next.
  bool worth_waiting() noexcept;
  // How that went: the more often the answer did not come, the more calls pass until it is tried again.
  void waited(bool came) noexcept;
  // How long a call took; on any thread.
  void note(std::chrono::nanoseconds duration) noexcept;
  // Lets the threads end when the queue is empty. Nothing waits for them: a call may be stuck for as long as it
  // likes, and holds what it needs.
  void finish() noexcept;

 private:
  using Nanoseconds = std::chrono::nanoseconds;
  struct Private {};

 public:
  Pool(Private, unsigned max_threads) : max_threads_(max_threads) {}

 private:
  void start_thread();
  void work() noexcept;
  bool wait_for_job(std::unique_lock<std::mutex>& lock);
  void look_for_job(std::unique_lock<std::mutex>& lock);
  bool quick() const noexcept { return typical_.load(std::memory_order_relaxed) < kQuick; }
  // Whether a thread looks for the next job a moment longer before it sleeps: for a call that is to be quick.
  bool may_look() const noexcept { return quick() && pause_.load(std::memory_order_relaxed) <= 1; }

  static constexpr Nanoseconds kQuick = std::chrono::microseconds(10);
  static constexpr Nanoseconds kLongest = std::chrono::microseconds(100);  // that one may count
  static constexpr Nanoseconds kLook = std::chrono::microseconds(50);

  static constexpr unsigned kMostMisses = 12;  // a pause of 4096 calls
  static constexpr unsigned kStreak = 32;      // hits in a row that make up for a miss

  const unsigned max_threads_;
  unsigned misses_ = 0;  // these two: of the thread that submits calls
  unsigned hits_ = 0;
  std::atomic<unsigned> pause_ = 0;  // calls that are not waited for
  std::atomic<Nanoseconds> typical_ = kLongest;  // duration of a call, the last ones counting most
  std::atomic<std::size_t> waiting_ = 0;         // the size of queue_, for who has no lock
  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::deque<Job> queue_;
  unsigned threads_ = 0;
  unsigned idle_ = 0;
  bool looking_ = false;  // a thread will see the next job without being woken
  bool finished_ = false;
};

// Starts a thread that blocks the signals of the process, which belong to Node, and that nobody joins: what it leaves
// is cleared when the next one starts.
void start_detached(std::function<void()> main, const char* what);

}  // namespace vmwright::libvirt
