#include "kvm/block/uring.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <vector>

#include "base/error.h"

namespace vmwright::block {
namespace {

constexpr unsigned kBaseFlags = IORING_SETUP_R_DISABLED | IORING_SETUP_CLAMP;
// Kernel 5.19: completions do not interrupt our thread while it computes. SINGLE_ISSUER would forbid that a paused or not
// yet running loop is worked on by its owner's thread, and gains nothing without DEFER_TASKRUN.
constexpr unsigned kFastFlags = kBaseFlags | IORING_SETUP_COOP_TASKRUN;
// One mapping for both rings (5.4), arguments copied at submission (5.5), page cache misses without a worker (5.7).
constexpr unsigned kNeeded = IORING_FEAT_SINGLE_MMAP | IORING_FEAT_SUBMIT_STABLE | IORING_FEAT_FAST_POLL;
// A guest that floods its disk must not fill the host with kernel workers.
constexpr unsigned kMaxWorkers = 8;

Fd setup(unsigned entries, io_uring_params& params) {
  for (const unsigned flags : {kFastFlags, kBaseFlags}) {
    params = {};
    params.flags = flags;
    Fd fd(static_cast<int>(syscall(SYS_io_uring_setup, entries, &params)));
    if (fd) return fd;
    if (errno != EINVAL) break;
  }
  throw Error("KVM_ERROR", "io_uring_setup", errno);
}

std::uint32_t load(std::uint32_t* where) noexcept { return std::atomic_ref(*where).load(std::memory_order_acquire); }
void store(std::uint32_t* where, std::uint32_t value) noexcept {
  std::atomic_ref(*where).store(value, std::memory_order_release);
}

io_uring_restriction allow(std::uint16_t kind, std::uint8_t what) {
  io_uring_restriction restriction{};
  restriction.opcode = kind;
  restriction.sqe_op = what;  // shares its place with sqe_flags
  return restriction;
}

}  // namespace

Uring::Uring(unsigned entries, std::span<const int> files, int event) {
  io_uring_params params;
  fd_ = setup(entries, params);
  if ((params.features & kNeeded) != kNeeded) throw Error("KVM_ERROR", "io_uring_setup", ENOSYS);
  map(params);
  lock_down(files, event);
}

void Uring::map(const io_uring_params& params) {
  const std::size_t sq_bytes = params.sq_off.array + params.sq_entries * sizeof(std::uint32_t);
  const std::size_t cq_bytes = params.cq_off.cqes + params.cq_entries * sizeof(io_uring_cqe);
  // IORING_OFF_SQ_RING is offset 0.
  rings_ = Mapping::shared(fd_.get(), std::max(sq_bytes, cq_bytes), "mmap of io_uring");
  const std::size_t entry_bytes = params.sq_entries * sizeof(io_uring_sqe);
  entries_ = Mapping::shared(fd_.get(), entry_bytes, "mmap of io_uring", IORING_OFF_SQES);
  auto* ring = rings_.bytes().data();
  const auto word = [ring](std::uint32_t offset) { return reinterpret_cast<std::uint32_t*>(ring + offset); };
  sq_tail_ = word(params.sq_off.tail);
  sq_array_ = word(params.sq_off.array);
  cq_head_ = word(params.cq_off.head);
  cq_tail_ = word(params.cq_off.tail);
  cq_flags_ = word(params.cq_off.flags);
  sqes_ = {static_cast<io_uring_sqe*>(entries_.address()), params.sq_entries};
  cqes_ = {reinterpret_cast<io_uring_cqe*>(ring + params.cq_off.cqes), params.cq_entries};
  for (std::uint32_t i = 0; i < params.sq_entries; ++i) sq_array_[i] = i;
}

void Uring::lock_down(std::span<const int> files, int event) const {
  register_with(IORING_REGISTER_FILES, files.data(), static_cast<unsigned>(files.size()), "IORING_REGISTER_FILES");
  register_with(IORING_REGISTER_EVENTFD, &event, 1, "IORING_REGISTER_EVENTFD");
  std::array<unsigned, 2> workers = {kMaxWorkers, kMaxWorkers};
  // Since 5.15 only; without it the kernel's own limit holds.
  syscall(SYS_io_uring_register, fd_.get(), IORING_REGISTER_IOWQ_MAX_WORKERS, workers.data(), 2);
  const std::array rules = {
      allow(IORING_RESTRICTION_SQE_OP, IORING_OP_READV),
      allow(IORING_RESTRICTION_SQE_OP, IORING_OP_WRITEV),
      allow(IORING_RESTRICTION_SQE_OP, IORING_OP_FSYNC),
      allow(IORING_RESTRICTION_SQE_OP, IORING_OP_ASYNC_CANCEL),
      allow(IORING_RESTRICTION_SQE_FLAGS_ALLOWED, IOSQE_FIXED_FILE),
  };
  register_with(IORING_REGISTER_RESTRICTIONS, rules.data(), rules.size(), "IORING_REGISTER_RESTRICTIONS");
  register_with(IORING_REGISTER_ENABLE_RINGS, nullptr, 0, "IORING_REGISTER_ENABLE_RINGS");
}

void Uring::register_with(unsigned opcode, const void* argument, unsigned count, const char* op) const {
  check(static_cast<int>(syscall(SYS_io_uring_register, fd_.get(), opcode, argument, count)), op);
}

io_uring_sqe* Uring::next() noexcept {
  if (unsubmitted() == sqes_.size()) return nullptr;
  io_uring_sqe& sqe = sqes_[tail_++ & (sqes_.size() - 1)];
  sqe = {};
  return &sqe;
}

int Uring::submit() noexcept {
  store(sq_tail_, tail_);
  while (unsubmitted() > 0) {
    const long taken = syscall(SYS_io_uring_enter, fd_.get(), unsubmitted(), 0, 0, nullptr, 0);
    if (taken < 0 && errno == EINTR) continue;
    if (taken <= 0) {
      const int result = taken < 0 ? -errno : -EAGAIN;
      // So that withdraw() leaves nothing behind for the kernel.
      store(sq_tail_, submitted_);
      return result;
    }
    submitted_ += static_cast<std::uint32_t>(taken);
  }
  return 0;
}

bool Uring::pop(io_uring_cqe& cqe) noexcept {
  if (!has_completions()) return false;
  const std::uint32_t head = *cq_head_;
  cqe = cqes_[head & (cqes_.size() - 1)];
  store(cq_head_, head + 1);
  return true;
}

bool Uring::has_completions() const noexcept { return *cq_head_ != load(cq_tail_); }

void Uring::notify(bool wanted) noexcept {
  // Sequentially consistent, so that a look at the completions afterwards cannot come first.
  std::atomic_ref(*cq_flags_).store(wanted ? 0 : IORING_CQ_EVENTFD_DISABLED, std::memory_order_seq_cst);
}

}  // namespace vmwright::block
