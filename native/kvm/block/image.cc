#include "kvm/block/image.h"

#include <cerrno>
#include <utility>

#include "base/error.h"

namespace vmwright::block {
namespace {

class RawImage final : public Image {
 public:
  RawImage(File file, bool read_only)
      : file_(std::move(file)), size_(file_.size() / kSector * kSector), read_only_(read_only) {}

  std::uint64_t size() const noexcept override { return size_; }
  bool read_only() const noexcept override { return read_only_; }
  std::span<const File> files() const noexcept override { return {&file_, 1}; }
  Extent source(std::uint64_t offset, std::uint64_t length) const noexcept override { return {0, offset, length}; }
  std::uint32_t target() const noexcept override { return 0; }
  void written(std::uint64_t, std::uint64_t) noexcept override {}
  bool durable() const noexcept override { return true; }

 private:
  File file_;
  std::uint64_t size_;
  bool read_only_;
};

}  // namespace

std::unique_ptr<Image> raw_image(File file, bool read_only) {
  return std::make_unique<RawImage>(std::move(file), read_only);
}

std::unique_ptr<Image> open_image(const DiskConfig& config) {
  if (config.mode != DiskMode::overlay) {
    const bool read_only = config.mode == DiskMode::read_only;
    return raw_image(File::open(config.path, read_only ? File::Access::read_only : File::Access::writable), read_only);
  }
  File base = File::open(config.path, File::Access::read_only);
  const std::uint64_t size = config.size == 0 ? base.size() : config.size;
  File overlay = File::unnamed(config.overlay_folder, size);
  return overlay_image(std::move(base), std::move(overlay), size);
}

}  // namespace vmwright::block
