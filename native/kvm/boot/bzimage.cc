#include "kvm/boot/bzimage.h"

#include <algorithm>
#include <cstddef>

#include "kvm/machine/layout.h"

namespace vmwright::boot {
namespace {

constexpr std::uint64_t kSector = 512;
constexpr std::uint64_t kHeaderOffset = offsetof(boot_params, hdr);
constexpr std::uint64_t kBootFlagOffset = 0x1fe;
constexpr std::uint16_t kBootFlag = 0xaa55;
constexpr std::uint32_t kHeaderMagic = 0x53726448;  // "HdrS"
constexpr std::uint16_t kProtocol212 = 0x020c;      // the first with xloadflags, Linux 3.8
constexpr std::uint64_t kEntry64 = 0x200;           // from the load address

std::uint64_t setup_size(const setup_header& header) {
  // 0 means 4 for reasons of history.
  const std::uint64_t sectors = header.setup_sects == 0 ? 4 : header.setup_sects;
  return (sectors + 1) * kSector;
}

}  // namespace

bool is_bzimage(const File& file) {
  if (!file.contains(kHeaderOffset, sizeof(setup_header))) return false;
  const auto header = file.read<setup_header>(kHeaderOffset);
  return file.read<std::uint16_t>(kBootFlagOffset) == kBootFlag && header.header == kHeaderMagic;
}

BzImage parse_bzimage(const File& file) {
  BzImage image{};
  image.header = file.read<setup_header>(kHeaderOffset);
  if (image.header.version < kProtocol212 || (image.header.xloadflags & XLF_KERNEL_64) == 0) {
    file.invalid("it cannot be entered in 64-bit mode (Linux 3.8 or later for x86-64 can)");
  }
  image.payload_offset = setup_size(image.header);
  // In paragraphs of 16 bytes, and the first protected-mode code has to be there at least.
  const std::uint64_t stated = std::uint64_t{image.header.syssize} * 16;
  if (stated <= kEntry64 || !file.contains(image.payload_offset, stated)) file.invalid("the file is truncated");
  image.payload_size = file.size() - image.payload_offset;
  image.load_address = image.header.pref_address;
  if (image.load_address < layout::kKernelStart.value || image.load_address >= kDeviceHole.value) {
    file.invalid("its preferred load address is out of range");
  }
  image.memory_size = std::max<std::uint64_t>(image.header.init_size, image.payload_size);
  image.entry = image.load_address + kEntry64;
  return image;
}

}  // namespace vmwright::boot
