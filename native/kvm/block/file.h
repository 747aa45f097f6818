// An open disk file or block device and the calls on it that may wait.
#pragma once

#include <cstdint>
#include <string>

#include "base/fd.h"

namespace vmwright::block {

class File {
 public:
  enum class Access { read_only, writable };

  // Opens and locks (flock): one writer or many readers. Waits half a second for somebody who is just ending. Throws
  // Error{DISK_UNREADABLE}: EAGAIN when another process writes or would be written under, EINVAL when it is neither a
  // regular file nor a block device.
  static File open(const std::string& path, Access access);
  // An empty file without a name in `folder`, `size` bytes of hole. Gone when closed. Throws Error{DISK_FULL} or
  // {DISK_UNREADABLE}.
  static File unnamed(const std::string& folder, std::uint64_t size);
  // For a descriptor that somebody else opened and locked.
  explicit File(Fd fd);
  File(File&&) noexcept = default;
  File& operator=(File&&) = delete;
  // Unlocks at once; an io_uring that is being taken down may keep the file itself open a little longer.
  ~File();

  int fd() const noexcept { return fd_.get(); }
  // Bytes when it was opened.
  std::uint64_t size() const noexcept { return size_; }

  // These wait for the disk. 0 or -errno.
  int sync() const noexcept;
  // A hint: where the file system or device cannot, nothing happens.
  int discard(std::uint64_t offset, std::uint64_t length) const noexcept;
  // Reads give zeroes afterwards. `unmap`: the space may be given back.
  int zero(std::uint64_t offset, std::uint64_t length, bool unmap) const noexcept;

 private:
  int write_zeroes(std::uint64_t offset, std::uint64_t length) const noexcept;

  Fd fd_;
  std::uint64_t size_ = 0;
  bool device_ = false;
};

}  // namespace vmwright::block
