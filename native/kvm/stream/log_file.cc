#include "kvm/stream/log_file.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/error.h"
#include "kvm/stream/iovec.h"

namespace vmwright::stream {
namespace {

// Holes consist of whole blocks; this is a multiple of the block size of every usual file system.
constexpr std::uint64_t kHoleUnit = 64 << 10;

}  // namespace

LogFile::LogFile(Fd fd, std::uint64_t keep) : fd_(std::move(fd)), keep_(keep) {
  struct stat status;
  check(fstat(fd_.get(), &status), "fstat");
  size_ = static_cast<std::uint64_t>(status.st_size);
}

void LogFile::append(std::span<const iovec> data) noexcept {
  const std::uint64_t all = total_bytes(data);
  std::uint64_t done = 0;
  make_room();
  while (done < all && !(no_holes_ && size_ >= keep_)) {
    slice(data, done, all - done, pieces_);
    const ssize_t count = writev(fd_.get(), pieces_.data(), static_cast<int>(pieces_.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      stats_.last_errno = count < 0 ? errno : EIO;
      break;
    }
    done += static_cast<std::uint64_t>(count);
    size_ += static_cast<std::uint64_t>(count);
  }
  stats_.written += done;
  stats_.dropped += all - done;
}

void LogFile::make_room() noexcept {
  const std::uint64_t slack = keep_ / 4;
  if (no_holes_ || size_ - hole_ <= keep_ + slack) return;
  const std::uint64_t end = (size_ - keep_) / kHoleUnit * kHoleUnit;
  if (end <= hole_) return;
  const int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
  if (fallocate(fd_.get(), mode, static_cast<off_t>(hole_), static_cast<off_t>(end - hole_)) == 0) {
    hole_ = end;
  } else if (errno != EINTR) {
    stats_.last_errno = errno;
    no_holes_ = true;
  }
}

}  // namespace vmwright::stream
