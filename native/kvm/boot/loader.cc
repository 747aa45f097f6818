#include "kvm/boot/loader.h"

#include <algorithm>

#include "base/error.h"
#include "kvm/boot/boot_params.h"
#include "kvm/boot/memory_map.h"
#include "kvm/boot/place_file.h"
#include "kvm/machine/layout.h"

namespace vmwright::boot {
namespace {

constexpr std::uint64_t kPage = 4096;
// COMMAND_LINE_SIZE of Linux on x86, less the closing zero: a longer one would be cut without a word.
constexpr std::size_t kMaxCommandLine = 2047;

std::string mebibytes(std::uint64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB"; }

[[noreturn]] void too_small(const std::string& what, std::uint64_t needed, const GuestMemory& memory) {
  throw Error("MEMORY_TOO_SMALL", what + " needs memory up to " + mebibytes(needed) + ", the guest has " +
                                      mebibytes(memory.size()) + "; pass more memory");
}

std::variant<ElfKernel, BzImage> parse(const File& file) {
  if (is_elf(file)) return parse_elf(file);
  if (is_bzimage(file)) return parse_bzimage(file);
  file.invalid("it is neither an ELF vmlinux nor a bzImage");
}

std::uint64_t load_elf(const File& file, const ElfKernel& kernel, const GuestMemory& memory, Loading loading) {
  std::uint64_t end = 0;
  for (const ElfSegment& segment : kernel.segments) {
    if (segment.address < layout::kKernelStart.value) file.invalid("a segment lies below 1 MiB");
    const std::uint64_t segment_end = segment.address + segment.memory_size;
    if (!memory.find({segment.address}, segment.memory_size)) too_small("the kernel", segment_end, memory);
    // The guest would copy a mapped page that it writes to.
    const Loading how = segment.writable ? Loading::read : loading;
    place_file(file, segment.offset, segment.file_size, memory, {segment.address}, how);
    end = std::max(end, segment_end);
  }
  if (!memory.find({kernel.pvh_entry}, 1)) file.invalid("its entry point is outside of memory");
  return end;
}

std::uint64_t load_bzimage(const File& file, const BzImage& image, const GuestMemory& memory) {
  const std::uint64_t end = image.load_address + image.memory_size;
  if (!memory.find({image.load_address}, image.memory_size)) too_small("the kernel", end, memory);
  place_file(file, image.payload_offset, image.payload_size, memory, {image.load_address}, Loading::read);
  return end;
}

// As high as possible, where it is in nobody's way; a kernel may state a limit.
LoadedInitrd load_initrd(const File& file, const GuestMemory& memory, std::uint64_t kernel_end, std::uint64_t limit) {
  if (file.size() == 0) file.invalid("it is empty");
  const std::uint64_t low_end = memory.regions()[0].bytes.size();
  const std::uint64_t top = std::min(low_end, limit);
  const std::uint64_t address = file.size() > top ? 0 : (top - file.size()) / kPage * kPage;
  if (address < kernel_end) {
    // Where the memory ends and not the limit is in the way, more of it helps.
    if (low_end < limit) too_small("the initrd of " + mebibytes(file.size()), kernel_end + file.size(), memory);
    file.invalid("it is too large for this kernel, which takes it below " + mebibytes(limit));
  }
  place_file(file, 0, file.size(), memory, {address}, Loading::read);
  return {{address}, file.size()};
}

void write_command_line(const std::string& line, std::size_t limit, const GuestMemory& memory) {
  if (line.size() > limit) {
    throw Error("OPTION_INVALID", "the kernel command line has " + std::to_string(line.size()) +
                                      " bytes, the kernel takes " + std::to_string(limit));
  }
  if (line.find('\0') != std::string::npos) {
    throw Error("OPTION_INVALID", "the kernel command line contains a zero byte");
  }
  memory.write_bytes(layout::kCommandLine, std::as_bytes(std::span(line.c_str(), line.size() + 1)));
}

}  // namespace

Kernel::Kernel(File file) : file_(std::move(file)), image_(parse(file_)) {}

Entry Kernel::entry() const noexcept {
  if (const auto* image = bzimage()) return LinuxEntry64{image->entry};
  return PvhEntry{std::get<ElfKernel>(image_).pvh_entry};
}

std::uint64_t Kernel::load(const GuestMemory& memory, Loading loading) const {
  if (const auto* image = bzimage()) return load_bzimage(file_, *image, memory);
  return load_elf(file_, std::get<ElfKernel>(image_), memory, loading);
}

void load(const BootSource& source, const GuestMemory& memory, bool ecam) {
  if (memory.size() <= layout::kKernelStart.value) too_small("the kernel", layout::kKernelStart.value + kPage, memory);
  const BzImage* image = source.kernel.bzimage();
  const std::uint64_t kernel_end = source.kernel.load(memory, source.loading);
  std::optional<LoadedInitrd> initrd;
  if (source.initrd) {
    const std::uint64_t limit = image != nullptr ? std::uint64_t{image->header.initrd_addr_max} + 1 : kDeviceHole.value;
    initrd = load_initrd(*source.initrd, memory, kernel_end, limit);
  }
  const std::size_t line_limit = image != nullptr ? image->header.cmdline_size : kMaxCommandLine;
  write_command_line(source.command_line, std::min(line_limit, kMaxCommandLine), memory);
  const auto map = memory_map(memory, ecam);
  if (image != nullptr) {
    write_boot_params(memory, *image, map, initrd, source.command_line.size());
  } else {
    write_start_info(memory, map, initrd);
  }
}

}  // namespace vmwright::boot
