// A file that has no name until it is whole: who is killed before leaves nothing.
#pragma once

#include <string>

#include "base/fd.h"

namespace vmwright::toolstack {

class UnnamedFile {
 public:
  // Throws Error: `path` is taken, or its folder takes no such file.
  explicit UnnamedFile(std::string path);

  const std::string& path() const noexcept { return path_; }
  int fd() const noexcept { return fd_.get(); }
  // By which libraries can open it, too.
  std::string way() const;
  // Writes it to the disk and gives it its name. Throws Error.
  void publish();

 private:
  std::string path_;
  Fd fd_;
};

}  // namespace vmwright::toolstack
