#include "kvm/block/thread_engine.h"

#include <sys/uio.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace vmwright::block {
namespace {

std::int64_t perform(const File& file, const Io& io) noexcept {
  const auto offset = static_cast<off_t>(io.offset);
  const auto count = static_cast<int>(io.buffers.size());
  ssize_t result = -1;
  switch (io.kind) {
    case IoKind::read:
      do result = preadv(file.fd(), io.buffers.data(), count, offset);
      while (result < 0 && errno == EINTR);
      return result < 0 ? -errno : result;
    case IoKind::write:
      do result = pwritev(file.fd(), io.buffers.data(), count, offset);
      while (result < 0 && errno == EINTR);
      return result < 0 ? -errno : result;
    case IoKind::sync:
      return file.sync();
    case IoKind::discard:
      return file.discard(io.offset, io.length);
    case IoKind::zero:
    case IoKind::zero_unmap:
      return file.zero(io.offset, io.length, io.kind == IoKind::zero_unmap);
  }
  return -EINVAL;
}

class ThreadEngine final : public IoEngine {
 public:
  ThreadEngine(std::span<const File> files, Done done, const EventFd* event)
      : files_(files),
        done_(std::move(done)),
        event_(event == nullptr ? own_event_.emplace() : *event),
        worker_([this] { work(); }) {}

  ~ThreadEngine() override {
    {
      const std::lock_guard lock(mutex_);
      todo_.clear();
      stopping_ = true;
    }
    work_to_do_.notify_one();
    worker_.join();
  }

  const char* name() const noexcept override { return "thread"; }
  const EventFd& event() const noexcept override { return event_; }
  std::size_t in_flight() const noexcept override { return in_flight_; }

  void queue(const Io& io) override {
    queued_.push_back(io);
    ++in_flight_;
  }

  void submit() override;
  std::size_t reap() override;
  void cancel() override;
  bool wake_me(bool wanted) override;

 private:
  void work();

  std::span<const File> files_;
  Done done_;
  std::optional<EventFd> own_event_;
  const EventFd& event_;
  std::vector<Io> queued_;
  std::size_t in_flight_ = 0;
  std::vector<std::pair<std::uint64_t, std::int64_t>> telling_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable work_to_do_;
  std::deque<Io> todo_;
  std::vector<std::pair<std::uint64_t, std::int64_t>> results_;
  bool stopping_ = false;

  std::thread worker_;
};

void ThreadEngine::submit() {
  if (queued_.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    todo_.insert(todo_.end(), queued_.begin(), queued_.end());
  }
  queued_.clear();
  work_to_do_.notify_one();
}

std::size_t ThreadEngine::reap() {
  telling_.clear();
  {
    const std::lock_guard lock(mutex_);
    std::swap(telling_, results_);
  }
  in_flight_ -= telling_.size();
  for (const auto& [token, result] : telling_) done_(token, result);
  return telling_.size();
}

void ThreadEngine::cancel() {
  const std::lock_guard lock(mutex_);
  todo_.insert(todo_.end(), queued_.begin(), queued_.end());
  queued_.clear();
  for (const Io& io : todo_) results_.emplace_back(io.token, -ECANCELED);
  todo_.clear();
  event_.notify();
}

bool ThreadEngine::wake_me(bool) {
  const std::lock_guard lock(mutex_);
  return results_.empty();
}

void ThreadEngine::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_to_do_.wait(lock, [this] { return stopping_ || !todo_.empty(); });
    if (stopping_) return;
    const Io io = todo_.front();
    todo_.pop_front();
    lock.unlock();
    const std::int64_t result = perform(files_[io.file], io);
    lock.lock();
    results_.emplace_back(io.token, result);
    // One notification for all results that wait: reap() takes them together.
    if (results_.size() == 1) event_.notify();
  }
}

}  // namespace

std::unique_ptr<IoEngine> thread_engine(std::span<const File> files, IoEngine::Done done, const EventFd* event) {
  return std::make_unique<ThreadEngine>(files, std::move(done), event);
}

}  // namespace vmwright::block
