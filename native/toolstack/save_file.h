// A saved VM in one file: a header of fixed size, libxenlight's stream of the domain, and the overlays of its disks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/fd.h"
#include "toolstack/memory_progress.h"
#include "toolstack/unnamed_file.h"

namespace vmwright::toolstack {

// Bytes of the header: JSON, then spaces, then a newline.
constexpr std::uint64_t kSaveHeader = 256 << 10;

// Bytes of all of these files. Throws Error.
std::uint64_t bytes_of(const std::vector<std::string>& paths);

class SaveWriter {
 public:
  // `record`: what the client wants to have back, kept in the header. Throws Error when there is no room for `needed` bytes.
  SaveWriter(std::string path, std::string record, std::uint64_t needed);

  // Where libxenlight writes, from its offset on.
  int stream() const noexcept { return file_.fd(); }
  // The stream is whole, and nobody writes to the overlays any more. Throws Error.
  void finish(const std::vector<std::string>& overlays);

 private:
  UnnamedFile file_;
  const std::string record_;
};

class SaveReader {
 public:
  // Throws Error when it is not a saved VM with so many overlays.
  SaveReader(const std::string& path, std::size_t overlays);

  // Where libxenlight reads, from its offset on.
  int stream() const noexcept { return file_.get(); }
  // How much of the stream has been read.
  Progress progress() const noexcept;
  // Makes the overlays anew.
  void unpack(const std::vector<std::string>& overlays) const;

 private:
  const std::string path_;
  Fd file_;
  std::vector<std::uint64_t> lengths_;
  std::uint64_t overlays_at_ = 0;  // the end of the stream
};

}  // namespace vmwright::toolstack
