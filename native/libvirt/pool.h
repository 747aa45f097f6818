// The worker threads of one connection. libuv's four threads stay free: a migration takes one of these for an hour.
#pragma once

#include <uv.h>

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
  // Lets the threads end when the queue is empty. Nothing waits for them: a call may be stuck for as long as it
  // likes, and holds what it needs.
  void finish() noexcept;

 private:
  struct Private {};

 public:
  Pool(Private, unsigned max_threads) : max_threads_(max_threads) {}

 private:
  void start_thread();
  void work() noexcept;

  const unsigned max_threads_;
  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::deque<Job> queue_;
  unsigned threads_ = 0;
  unsigned idle_ = 0;
  bool finished_ = false;
};

// Starts a thread that blocks the signals of the process, which belong to Node, and that nobody joins: what it leaves
// is cleared when the next one starts.
void start_detached(std::function<void()> main, const char* what);

}  // namespace vmwright::libvirt
