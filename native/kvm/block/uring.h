// One io_uring(7) over the bare system calls: submission and completion rings on a fixed set of files, locked down to
// the few operations that a disk needs.
#pragma once

#include <linux/io_uring.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/fd.h"
#include "base/mapping.h"

namespace vmwright::block {

class Uring {
 public:
  // `event` is notified of completions. Throws Error{errno} when the kernel forbids or lacks io_uring, or is older than
  // 5.10, which restrictions need.
  Uring(unsigned entries, std::span<const int> files, int event);

  // The next free submission, zeroed but for the flags that restrictions ask for; null when the ring is full.
  io_uring_sqe* next() noexcept;
  // Gives all to the kernel: 0 or -errno. What the kernel did not take stays.
  int submit() noexcept;
  unsigned unsubmitted() const noexcept { return tail_ - submitted_; }
  // Takes back what the kernel did not take, and tells the user data of each.
  template <typename Tell>
  void withdraw(Tell tell);

  // Takes one completion; false when there is none.
  bool pop(io_uring_cqe& cqe) noexcept;
  bool has_completions() const noexcept;
  // Whether completions notify the event.
  void notify(bool wanted) noexcept;

 private:
  struct Offsets;
  void map(const io_uring_params& params);
  void lock_down(std::span<const int> files, int event) const;
  void register_with(unsigned opcode, const void* argument, unsigned count, const char* op) const;

  Fd fd_;
  Mapping rings_;
  Mapping entries_;
  std::span<io_uring_sqe> sqes_;
  std::span<io_uring_cqe> cqes_;
  std::uint32_t* sq_tail_ = nullptr;
  std::uint32_t* sq_array_ = nullptr;
  std::uint32_t* cq_head_ = nullptr;
  std::uint32_t* cq_tail_ = nullptr;
  std::uint32_t* cq_flags_ = nullptr;
  std::uint32_t tail_ = 0;       // ours, ahead of the kernel's until submit()
  std::uint32_t submitted_ = 0;  // how far the kernel has taken submissions
};

template <typename Tell>
void Uring::withdraw(Tell tell) {
  for (std::uint32_t at = submitted_; at != tail_; ++at) tell(sqes_[at & (sqes_.size() - 1)].user_data);
  tail_ = submitted_;
}

}  // namespace vmwright::block
