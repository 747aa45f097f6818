// A log that only grows at its end but never takes more than so much of the disk: its oldest part becomes a hole, so that
// offsets stay what they are and readers who follow the file go on.
#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <span>
#include <vector>

#include "base/fd.h"

namespace vmwright::stream {

class LogFile {
 public:
  struct Stats {
    std::uint64_t written = 0;  // bytes
    std::uint64_t dropped = 0;  // bytes that could not be written: disk full, or the limit where holes are not possible
    int last_errno = 0;
  };

  // `fd`: a regular file opened with O_APPEND; what is in it stays. At least the newest `keep` bytes stay readable; the
  // disk holds at most about a quarter more.
  LogFile(Fd fd, std::uint64_t keep);

  void append(std::span<const iovec> data) noexcept;
  const Stats& stats() const noexcept { return stats_; }

 private:
  void make_room() noexcept;

  Fd fd_;
  std::uint64_t keep_;
  std::uint64_t size_ = 0;
  std::uint64_t hole_ = 0;  // bytes from the beginning that are given back to the disk
  bool no_holes_ = false;   // the file system cannot; the log ends at its limit
  std::vector<iovec> pieces_;
  Stats stats_;
};

}  // namespace vmwright::stream
