// A base that is only read, and a sparse file of the disk's size that takes all writes, each byte at the same offset. One
// bit per sector in memory tells which of the two has it. A write never has to be completed from the base, as it would
// with larger units: a sector is the least that a guest can write. So there is nothing to copy, and no order to keep
// between requests. The bits need 1/4096 of the disk's size at most and only where the guest has written. A discard frees
// space in the overlay and sets no bits: what the guest has given up may read as the base again.
#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/error.h"
#include "kvm/block/image.h"
#include "kvm/block/sector_map.h"

namespace vmwright::block {
namespace {

constexpr std::uint32_t kBase = 0;
constexpr std::uint32_t kOverlay = 1;

class OverlayImage final : public Image {
 public:
  OverlayImage(File base, File overlay, std::uint64_t size)
      : files_{std::move(base), std::move(overlay)},
        size_(size / kSector * kSector),
        base_size_(std::min(size_, files_[kBase].size() / kSector * kSector)),
        in_overlay_(size_ / kSector) {}

  std::uint64_t size() const noexcept override { return size_; }
  bool read_only() const noexcept override { return false; }
  std::span<const File> files() const noexcept override { return files_; }
  std::uint32_t target() const noexcept override { return kOverlay; }
  // The overlay ends with the VM, at the latest when the host does.
  bool durable() const noexcept override { return false; }
  std::uint64_t overlay_bytes() const noexcept override { return in_overlay_.count() * kSector; }

  Extent source(std::uint64_t offset, std::uint64_t length) const noexcept override {
    // Past the base the overlay is a hole until written, and reads as zeroes either way.
    if (offset >= base_size_) return {kOverlay, offset, length};
    length = std::min(length, base_size_ - offset);
    const std::uint64_t sector = offset / kSector;
    const std::uint64_t run = in_overlay_.run(sector, length / kSector) * kSector;
    return {in_overlay_.get(sector) ? kOverlay : kBase, offset, run};
  }

  void written(std::uint64_t offset, std::uint64_t length) noexcept override {
    in_overlay_.set(offset / kSector, length / kSector);
  }

 private:
  std::array<File, 2> files_;
  std::uint64_t size_;
  std::uint64_t base_size_;
  SectorMap in_overlay_;
};

}  // namespace

std::unique_ptr<Image> overlay_image(File base, File overlay, std::uint64_t size) {
  if (size < base.size()) throw Error("DISK_UNREADABLE", "overlay smaller than its base", EINVAL);
  return std::make_unique<OverlayImage>(std::move(base), std::move(overlay), size);
}

}  // namespace vmwright::block
