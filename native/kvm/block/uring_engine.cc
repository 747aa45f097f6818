// Reads, writes and syncs through io_uring. Discards and zeroes, which have several fallbacks and are rare, go to a
// thread that is started when the first one comes. A write while nothing else is in flight is done at once: most file
// systems cannot write to the page cache without waiting, so io_uring would hand it to a thread of its own, and the way
// there and back takes longer than the copy.
#include "kvm/block/uring_engine.h"

#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <deque>
#include <utility>
#include <vector>

#include "kvm/block/thread_engine.h"
#include "kvm/block/uring.h"

namespace vmwright::block {
namespace {

// What is more in flight waits its turn.
constexpr unsigned kEntries = 256;
constexpr std::uint64_t kCancel = 0;  // user data of the cancellation itself

std::int64_t write_now(const File& file, const Io& io) noexcept {
  ssize_t written = 0;
  do written = pwritev(file.fd(), io.buffers.data(), static_cast<int>(io.buffers.size()), static_cast<off_t>(io.offset));
  while (written < 0 && errno == EINTR);
  return written < 0 ? -errno : written;
}

std::vector<int> descriptors(std::span<const File> files) {
  std::vector<int> fds;
  for (const File& file : files) fds.push_back(file.fd());
  return fds;
}

class UringEngine final : public IoEngine {
 public:
  UringEngine(std::span<const File> files, Done done)
      : files_(files), done_(std::move(done)), uring_(kEntries, descriptors(files), event_.get()) {}

  const char* name() const noexcept override { return "io_uring"; }
  const EventFd& event() const noexcept override { return event_; }
  std::size_t in_flight() const noexcept override {
    return started_ + waiting_.size() + (thread_ ? thread_->in_flight() : 0);
  }

  void queue(const Io& io) override {
    const bool ring = io.kind == IoKind::read || io.kind == IoKind::write || io.kind == IoKind::sync;
    if (!ring) return thread().queue(io);
    if (io.kind == IoKind::write && alone()) {
      at_once_.push_back(io);
      ++started_;
      return;
    }
    if (started_ < kEntries && waiting_.empty() && prepare(io)) return;
    waiting_.push_back(io);
  }

  void submit() override {
    if (thread_) thread_->submit();
    for (const Io& io : at_once_) answered_.emplace_back(io.token, write_now(files_[io.file], io));
    at_once_.clear();
    if (uring_.unsubmitted() == 0) return;
    const int result = uring_.submit();
    // Out of memory, mostly. The guest sees an I/O error rather than a disk that hangs.
    if (result < 0) uring_.withdraw([this, result](std::uint64_t token) { fail(token, result); });
  }

  std::size_t reap() override;
  void cancel() override;
  bool wake_me(bool wanted) override;

 private:
  bool prepare(const Io& io) noexcept;
  void fail(std::uint64_t token, int result);
  // Whether all that was started is answered, or will be by submit().
  bool alone() const noexcept { return in_flight() == at_once_.size() + answered_.size(); }
  IoEngine& thread() {
    if (!thread_) thread_ = thread_engine(files_, done_, &event_);
    return *thread_;
  }

  std::span<const File> files_;
  Done done_;
  EventFd event_;
  Uring uring_;
  std::unique_ptr<IoEngine> thread_;
  std::deque<Io> waiting_;  // no room in the ring
  std::size_t started_ = 0;
  std::vector<Io> at_once_;                            // writes that submit() does itself
  std::vector<std::pair<std::uint64_t, std::int64_t>> answered_;  // without the ring
};

bool UringEngine::prepare(const Io& io) noexcept {
  io_uring_sqe* sqe = uring_.next();
  if (sqe == nullptr) return false;
  sqe->fd = static_cast<int>(io.file);
  sqe->flags = IOSQE_FIXED_FILE;
  sqe->user_data = io.token;
  if (io.kind == IoKind::sync) {
    sqe->opcode = IORING_OP_FSYNC;
    sqe->fsync_flags = IORING_FSYNC_DATASYNC;
  } else {
    sqe->opcode = io.kind == IoKind::read ? IORING_OP_READV : IORING_OP_WRITEV;
    sqe->off = io.offset;
    sqe->addr = reinterpret_cast<std::uintptr_t>(io.buffers.data());
    sqe->len = static_cast<std::uint32_t>(io.buffers.size());
  }
  ++started_;
  return true;
}

void UringEngine::fail(std::uint64_t token, int result) {
  if (token == kCancel) return;
  answered_.emplace_back(token, result);
  event_.notify();
}

std::size_t UringEngine::reap() {
  std::size_t told = thread_ ? thread_->reap() : 0;
  const auto tell = [&](std::uint64_t token, std::int64_t result) {
    --started_;
    ++told;
    done_(token, result);
  };
  for (io_uring_cqe cqe; uring_.pop(cqe);) {
    if (cqe.user_data != kCancel) tell(cqe.user_data, cqe.res);
  }
  for (const auto& [token, result] : std::exchange(answered_, {})) tell(token, result);
  while (!waiting_.empty() && started_ < kEntries && prepare(waiting_.front())) waiting_.pop_front();
  return told;
}

void UringEngine::cancel() {
  if (thread_) thread_->cancel();
  for (const Io& io : std::exchange(at_once_, {})) fail(io.token, -ECANCELED);
  for (const Io& io : std::exchange(waiting_, {})) {
    ++started_;
    fail(io.token, -ECANCELED);
  }
  io_uring_sqe* sqe = uring_.next();
  if (sqe == nullptr) return;
  sqe->opcode = IORING_OP_ASYNC_CANCEL;
  sqe->user_data = kCancel;
  // Since 5.19; an older kernel refuses, and what is in flight ends by itself.
  sqe->cancel_flags = IORING_ASYNC_CANCEL_ANY;
  submit();
}

bool UringEngine::wake_me(bool wanted) {
  uring_.notify(wanted);
  return !wanted || (!uring_.has_completions() && answered_.empty() && (!thread_ || thread_->wake_me(true)));
}

}  // namespace

std::unique_ptr<IoEngine> uring_engine(std::span<const File> files, IoEngine::Done done) {
  return std::make_unique<UringEngine>(files, std::move(done));
}

}  // namespace vmwright::block
