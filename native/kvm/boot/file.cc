#include "kvm/boot/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"

namespace vmwright::boot {

File File::open(const std::string& path, std::string role) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) {
    const bool missing = errno == ENOENT || errno == ENOTDIR;
    throw Error(missing ? "IMAGE_NOT_FOUND" : "IMAGE_INVALID", "open of " + role + " " + path, errno);
  }
  return {std::move(fd), path, std::move(role)};
}

File::File(Fd fd, std::string name, std::string role)
    : fd_(std::move(fd)), name_(std::move(name)), role_(std::move(role)), size_(0) {
  struct stat status;
  check(fstat(fd_.get(), &status), "fstat");
  if (!S_ISREG(status.st_mode)) invalid("it is not a regular file");
  size_ = static_cast<std::uint64_t>(status.st_size);
}

void File::read(std::uint64_t offset, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t got = pread(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error("IMAGE_INVALID", "read of " + role_ + " " + name_, errno);
    if (got == 0) invalid("the file is truncated");
    offset += static_cast<std::uint64_t>(got);
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

void File::invalid(const std::string& problem) const {
  throw Error("IMAGE_INVALID", role_ + " " + name_ + ": " + problem);
}

}  // namespace vmwright::boot
