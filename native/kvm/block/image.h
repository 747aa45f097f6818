// Where the bytes of a virtual disk lie. Plain files, or a base that stays untouched below an overlay.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kvm/block/file.h"

namespace vmwright::block {

constexpr std::uint64_t kSector = 512;

// Consecutive bytes of one file.
struct Extent {
  std::uint32_t file = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  bool operator==(const Extent&) const = default;
};

// Offsets and lengths in bytes, whole sectors, inside of size(). One thread.
class Image {
 public:
  virtual ~Image() = default;
  virtual std::uint64_t size() const noexcept = 0;
  virtual bool read_only() const noexcept = 0;
  virtual std::span<const File> files() const noexcept = 0;

  // Where the bytes from `offset` on are to be read: the longest run in one file, at most `length`.
  virtual Extent source(std::uint64_t offset, std::uint64_t length) const noexcept = 0;
  // Where they are to be written, discarded or zeroed: all in one file, at the same offset.
  virtual std::uint32_t target() const noexcept = 0;
  // They were.
  virtual void written(std::uint64_t offset, std::uint64_t length) noexcept = 0;
  // What was written is to survive the host's crash, so a flush has to reach the disk.
  virtual bool durable() const noexcept = 0;
  // Bytes that were written above the base; 0 where there is none.
  virtual std::uint64_t overlay_bytes() const noexcept { return 0; }
};

enum class DiskMode : std::uint8_t {
  read_only,
  writable,
  // Writes go to a file without a name, which ends with the image.
  overlay,
};

struct DiskConfig {
  std::string path;
  DiskMode mode = DiskMode::overlay;
  // Overlay: where its file is made.
  std::string overlay_folder;
  // Overlay: bytes that the guest sees, not less than the base has; 0: as many as the base. What is past the base reads
  // as zero.
  std::uint64_t size = 0;
};

// Opens what `config` names. Throws Error{DISK_UNREADABLE} or {DISK_FULL}.
std::unique_ptr<Image> open_image(const DiskConfig& config);

// The same over files that were opened elsewhere. Bytes past the last whole sector are not seen.
std::unique_ptr<Image> raw_image(File file, bool read_only);
std::unique_ptr<Image> overlay_image(File base, File overlay, std::uint64_t size);

}  // namespace vmwright::block
