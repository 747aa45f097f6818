#include "kvm/block/file.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "base/error.h"

namespace vmwright::block {
namespace {

constexpr const char* kUnreadable = "DISK_UNREADABLE";

int checked(int result, const char* op) {
  if (result < 0) throw Error(errno == ENOSPC ? "DISK_FULL" : kUnreadable, op, errno);
  return result;
}

int result_of(int result) noexcept { return result < 0 ? -errno : 0; }

// The file system or device cannot do this, so another way has to be found.
bool unsupported(int result) noexcept {
  return result == -EOPNOTSUPP || result == -ENOTTY || result == -EINVAL || result == -ENOSYS;
}

template <typename Call>
int uninterrupted(Call call) noexcept {
  int result = 0;
  do result = result_of(call());
  while (result == -EINTR);
  return result;
}

int allocate(int fd, int mode, std::uint64_t offset, std::uint64_t length) noexcept {
  return uninterrupted([&] { return fallocate(fd, mode, static_cast<off_t>(offset), static_cast<off_t>(length)); });
}

int device_range(int fd, unsigned long request, std::uint64_t offset, std::uint64_t length) noexcept {
  std::uint64_t range[2] = {offset, length};
  return uninterrupted([&] { return ioctl(fd, request, range); });
}

// For file systems without O_TMPFILE.
Fd unlinked_file(const std::string& folder) {
  std::string name = folder + "/.vmwright-overlay-XXXXXX";
  Fd fd(checked(mkostemp(name.data(), O_CLOEXEC), "mkostemp"));
  checked(unlink(name.c_str()), "unlink");
  return fd;
}

// The kernel ends the io_uring of a killed process, which holds the file and so its lock, after the process itself.
int lock_soon(int fd, int operation) {
  constexpr int kTries = 25;
  constexpr useconds_t kPause = 20'000;  // microseconds
  int result = flock(fd, operation | LOCK_NB);
  for (int i = 0; i < kTries && result != 0 && errno == EWOULDBLOCK; ++i) {
    usleep(kPause);
    result = flock(fd, operation | LOCK_NB);
  }
  return result;
}

}  // namespace

File::File(Fd fd) : fd_(std::move(fd)) {
  struct stat status{};
  checked(fstat(fd_.get(), &status), "fstat");
  device_ = S_ISBLK(status.st_mode);
  if (device_) {
    checked(ioctl(fd_.get(), BLKGETSIZE64, &size_), "BLKGETSIZE64");
  } else if (S_ISREG(status.st_mode)) {
    size_ = static_cast<std::uint64_t>(status.st_size);
  } else {
    throw Error(kUnreadable, "open of what is neither a file nor a block device", EINVAL);
  }
}

File::~File() {
  if (fd_) flock(fd(), LOCK_UN);
}

File File::open(const std::string& path, Access access) {
  const bool writable = access == Access::writable;
  // O_NONBLOCK: a FIFO must not make us wait; it means nothing for files and block devices.
  Fd fd(checked(::open(path.c_str(), (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK), "open"));
  File file(std::move(fd));
  checked(lock_soon(file.fd(), writable ? LOCK_EX : LOCK_SH), "flock");
  return file;
}

File File::unnamed(const std::string& folder, std::uint64_t size) {
  Fd fd(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600));
  if (!fd && (errno == EOPNOTSUPP || errno == EISDIR)) fd = unlinked_file(folder);
  checked(fd.get(), "open");
  checked(ftruncate(fd.get(), static_cast<off_t>(size)), "ftruncate");
  return File(std::move(fd));
}

int File::sync() const noexcept {
  return uninterrupted([this] { return fdatasync(fd()); });
}

int File::discard(std::uint64_t offset, std::uint64_t length) const noexcept {
  const int result = device_ ? device_range(fd(), BLKDISCARD, offset, length)
                             : allocate(fd(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
  return unsupported(result) ? 0 : result;
}

int File::zero(std::uint64_t offset, std::uint64_t length, bool unmap) const noexcept {
  int result = -EOPNOTSUPP;
  if (unmap) result = allocate(fd(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
  if (unsupported(result)) result = allocate(fd(), FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, offset, length);
  if (unsupported(result) && device_) result = device_range(fd(), BLKZEROOUT, offset, length);
  return unsupported(result) ? write_zeroes(offset, length) : result;
}

int File::write_zeroes(std::uint64_t offset, std::uint64_t length) const noexcept {
  static constexpr std::array<std::byte, 4096> kZeroes{};
  std::array<iovec, 64> buffers;
  while (length > 0) {
    std::size_t count = 0;
    for (std::uint64_t left = length; left > 0 && count < buffers.size(); ++count) {
      const std::uint64_t here = std::min<std::uint64_t>(left, kZeroes.size());
      buffers[count] = {const_cast<std::byte*>(kZeroes.data()), here};
      left -= here;
    }
    const ssize_t written = pwritev(fd(), buffers.data(), static_cast<int>(count), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -errno;
    if (written == 0) return -EIO;
    offset += static_cast<std::uint64_t>(written);
    length -= static_cast<std::uint64_t>(written);
  }
  return 0;
}

}  // namespace vmwright::block
