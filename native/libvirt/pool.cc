#include "libvirt/pool.h"

#include <algorithm>
#include <csignal>
#include <utility>
#include <vector>

#include "base/error.h"

namespace vmwright::libvirt {
namespace {

void block_signals() {
  sigset_t blocked;
  sigfillset(&blocked);
  for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT}) sigdelset(&blocked, fault);
  sigprocmask(SIG_BLOCK, &blocked, nullptr);  // of the calling thread on Linux
}

// Threads that are about to end, to be joined: pthread_detach() would need a newer glibc than Node does.
class Ended {
 public:
  void add(uv_thread_t thread) {
    const std::lock_guard lock(mutex_);
    threads_.push_back(thread);
  }

  void join_all() {
    std::vector<uv_thread_t> ended;
    {
      const std::lock_guard lock(mutex_);
      ended.swap(threads_);
    }
    for (uv_thread_t& thread : ended) uv_thread_join(&thread);
  }

 private:
  std::mutex mutex_;
  std::vector<uv_thread_t> threads_;
};

Ended& ended() {
  static auto* const threads = new Ended();  // threads outlive the statics of a process that exits
  return *threads;
}

}  // namespace

void start_detached(std::function<void()> main, const char* what) {
  ended().join_all();
  const auto entry = [](void* data) {
    block_signals();
    {
      const std::unique_ptr<std::function<void()>> body(static_cast<std::function<void()>*>(data));
      (*body)();
    }
    ended().add(uv_thread_self());
  };
  auto body = std::make_unique<std::function<void()>>(std::move(main));
  uv_thread_t thread;
  const int result = uv_thread_create(&thread, entry, body.get());
  if (result != 0) throw Error("INTERNAL", what, -result);
  body.release();
}

std::shared_ptr<Pool> Pool::create(unsigned max_threads) {
  return std::make_shared<Pool>(Private{}, max_threads);
}

void Pool::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(job));
    // Idle threads that were woken for other jobs do not count.
    const std::size_t free = idle_ + (looking_ ? 1 : 0);
    if (free < queue_.size() && threads_ < max_threads_) start_thread();
    waiting_.store(queue_.size(), std::memory_order_release);
    if (looking_ && queue_.size() == 1) return;
  }
  changed_.notify_one();
}

void Pool::finish() noexcept {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  changed_.notify_all();
}

// With the mutex held.
void Pool::start_thread() {
  try {
    start_detached([self = shared_from_this()] { self->work(); }, "create a worker thread of libvirt");
    threads_++;
  } catch (...) {
    if (threads_ > 0) return;  // the others will come to it
    queue_.pop_back();
    throw;
  }
}

void Pool::work() noexcept {
  std::unique_lock lock(mutex_);
  while (wait_for_job(lock)) {
    Job job = std::exchange(queue_.front(), nullptr);
    queue_.pop_front();
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    lock.unlock();
    job();
    job = nullptr;  // without the lock: what it held may submit another one at its end
    lock.lock();
  }
  threads_--;
}

// False at the end.
bool Pool::wait_for_job(std::unique_lock<std::mutex>& lock) {
  if (queue_.empty() && !looking_ && !finished_ && may_look()) look_for_job(lock);
  idle_++;
  changed_.wait(lock, [this] { return !queue_.empty() || finished_; });
  idle_--;
  return !queue_.empty();
}

void Pool::look_for_job(std::unique_lock<std::mutex>& lock) {
  constexpr int kLooks = 16;  // between two of the clock
  looking_ = true;
  lock.unlock();
  const auto end = std::chrono::steady_clock::now() + kLook;
  const auto found = [this] {
    for (int i = 0; i < kLooks; i++) {
      if (waiting_.load(std::memory_order_acquire) > 0) return true;
      __builtin_ia32_pause();
    }
    return false;
  };
  while (!found() && std::chrono::steady_clock::now() < end) continue;
  lock.lock();
  looking_ = false;
}

bool Pool::worth_waiting() noexcept {
  if (!quick()) return false;
  const unsigned pause = pause_.load(std::memory_order_relaxed);
  if (pause == 0) return true;
  pause_.store(pause - 1, std::memory_order_relaxed);
  return false;
}

void Pool::waited(bool came) noexcept {
  if (!came) {
    hits_ = 0;
    misses_ = std::min(misses_ + 1, kMostMisses);
    pause_.store(1u << misses_, std::memory_order_relaxed);
  } else if (++hits_ == kStreak) {
    hits_ = 0;
    if (misses_ > 0) misses_--;
  }
}

void Pool::note(Nanoseconds duration) noexcept {
  constexpr int kWeight = 8;
  const Nanoseconds before = typical_.load(std::memory_order_relaxed);
  typical_.store(before + (std::min(duration, kLongest) - before) / kWeight, std::memory_order_relaxed);
}

}  // namespace vmwright::libvirt
