#include "toolstack/unnamed_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "base/error.h"

namespace vmwright::toolstack {

UnnamedFile::UnnamedFile(std::string path) : path_(std::move(path)) {
  if (access(path_.c_str(), F_OK) == 0) throw Error("ENGINE_FAILED", path_ + " exists already");
  const std::string folder = std::filesystem::path(path_).parent_path();
  fd_ = Fd(open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!fd_) throw Error("ENGINE_FAILED", "open of a file in " + folder, errno);
}

std::string UnnamedFile::way() const { return "/proc/self/fd/" + std::to_string(fd_.get()); }

void UnnamedFile::publish() {
  if (fdatasync(fd_.get()) < 0) throw Error("ENGINE_FAILED", "fdatasync of " + path_, errno);
  // linkat(2): the way to do it without a capability.
  if (linkat(AT_FDCWD, way().c_str(), AT_FDCWD, path_.c_str(), AT_SYMLINK_FOLLOW) < 0)
    throw Error("ENGINE_FAILED", "link to " + path_, errno);
}

}  // namespace vmwright::toolstack
