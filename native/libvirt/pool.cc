#include "libvirt/pool.h"

#include <csignal>
#include <utility>
#include <vector>

#include "base/error.h"
#include "libvirt/patient_lock.h"

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

Pool::Pool(Private, unsigned max_threads) : max_threads_(max_threads) {
  const int result = uv_cond_init(&finishing_);
  if (result != 0) throw Error("INTERNAL", "create a condition variable", -result);
}

Pool::~Pool() { uv_cond_destroy(&finishing_); }

std::shared_ptr<Pool> Pool::create(unsigned max_threads) {
  return std::make_shared<Pool>(Private{}, max_threads);
}

void Pool::submit(Job job) {
  Lock lock(mutex_, std::defer_lock);
  lock_patiently(lock);
  queue_.push_back(std::move(job));
  slot_.set_waiting(true);
  if (looking_ && queue_.size() == 1) return;
  const bool served = pace_.quick() && running_ + coming_ + (looking_ ? 1 : 0) > 0;
  const bool call = served ? want_guard() : want_thread();
  lock.unlock();
  if (call) changed_.notify_one();  // without the lock: who wakes needs it
}

void Pool::finish() noexcept {
  const std::lock_guard lock(mutex_);
  finished_ = true;
  changed_.notify_all();
  uv_cond_signal(&finishing_);
}

// With the mutex held: one more thread for the queue, unless those that come are enough. True when an idle one is to be
// called.
bool Pool::want_thread() {
  if (coming_ >= queue_.size() + (guard_wanted_ ? 1 : 0)) return false;
  if (idle_ > coming_) {
    coming_++;
    return true;
  }
  if (threads_ < max_threads_) start_thread();
  return false;
}

// The same, for the guard.
bool Pool::want_guard() {
  if (guarded_ || guard_wanted_ || running_ == 0 || max_threads_ == 1) return false;
  guard_wanted_ = true;
  return want_thread();
}

// With the mutex held.
void Pool::start_thread() {
  try {
    start_detached([self = shared_from_this()] { self->work(); }, "create a worker thread of libvirt");
    threads_++;
    coming_++;
  } catch (...) {
    if (threads_ > 0) return;  // the others will come to it
    queue_.pop_back();
    slot_.set_waiting(!queue_.empty());
    throw;
  }
}

void Pool::work() noexcept {
  Lock lock(mutex_);
  coming_--;
  while (wait_for_job(lock)) run_next(lock);
  threads_--;
}

void Pool::run_next(Lock& lock) {
  Job job = std::exchange(queue_.front(), nullptr);
  queue_.pop_front();
  slot_.set_waiting(!queue_.empty());
  taken_++;
  running_++;
  const bool call = !queue_.empty() && pace_.quick() && want_guard();
  lock.unlock();
  if (call) changed_.notify_one();
  job();
  job = nullptr;  // without the lock: what it held may submit another one at its end
  lock_patiently(lock);
  running_--;
}

// False at the end.
bool Pool::wait_for_job(Lock& lock) {
  for (;;) {
    if (std::exchange(guard_wanted_, false) && running_ > 0) guard(lock);
    if (queue_.empty() && !looking_ && !finished_ && pace_.may_look()) look_for_job(lock);
    if (!queue_.empty()) return true;
    if (finished_) return false;
    idle_++;
    changed_.wait(lock);
    idle_--;
    if (coming_ > 0) coming_--;  // or nobody called: then one more is called than had to be
  }
}

void Pool::look_for_job(Lock& lock) {
  constexpr int kLooks = 16;  // between two of the clock
  looking_ = true;
  slot_.attend();
  lock.unlock();
  auto end = std::chrono::steady_clock::now() + kLook;
  for (int i = 1;; i++) {
    if (QuickJob* const job = slot_.take()) {
      if (!run_quick(*job)) return lock_patiently(lock);
      end = std::chrono::steady_clock::now() + kLook;
    }
    const bool enough = slot_.has_waiting() || (i % kLooks == 0 && std::chrono::steady_clock::now() >= end);
    if (enough && slot_.done()) break;
    __builtin_ia32_pause();
  }
  lock_patiently(lock);
  looking_ = false;
}

// False when nobody waited for it any more: then this thread is not the one that looks either.
bool Pool::run_quick(QuickJob& job) {
  job.run();
  if (job.give()) return true;
  const std::shared_ptr<QuickJob> mine = job.take();
  mine->deliver();
  const std::lock_guard lock(mutex_);  // leave() has it until all is said
  running_--;
  return false;
}

Pool::Left Pool::leave(const std::shared_ptr<QuickJob>& job) {
  if (slot_.withdraw(*job)) return Left::withdrawn;
  const std::lock_guard lock(mutex_);
  if (!job->leave(job)) return Left::done;
  slot_.forsake();
  looking_ = false;
  running_++;
  if (!queue_.empty() && want_thread()) changed_.notify_one();
  return Left::running;
}

// Until no job was taken for a while: because none came, or because what was taken for a quick call is not one. Then
// all that wait get their threads.
void Pool::guard(Lock& lock) {
  guarded_ = true;
  for (std::uint64_t taken = taken_ - 1; taken != taken_ && pace_.quick() && !finished_;) {
    taken = taken_;
    // Not of the standard library: its waits for some time need a newer glibc than Node does.
    uv_cond_timedwait(&finishing_, mutex_.native_handle(), kHeldUp.count());
  }
  guarded_ = false;
  if (queue_.empty()) return;
  pace_.held_up();
  for (std::size_t i = 1; i < queue_.size(); i++) {
    if (want_thread()) changed_.notify_one();
  }
}

}  // namespace vmwright::libvirt
