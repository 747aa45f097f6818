// Puts what a guest boots from into its memory: kernel, initrd, command line, memory map.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "kvm/boot/bzimage.h"
#include "kvm/boot/elf.h"
#include "kvm/boot/file.h"
#include "kvm/boot/start_info.h"
#include "kvm/guest_memory.h"

namespace vmwright::boot {

// How the read-only part of an ELF kernel comes into guest memory. Everything else is read: a guest reads it once, or writes
// to it.
enum class Loading {
  // Mapped copy on write: all guests of one file share its pages, and none is read before a guest touches it. Each such
  // touch costs a fault of 4 KiB. The file must neither change nor shrink while guests run.
  map,
  // Takes longer to start, and lets huge pages back the kernel: it boots and runs with fewer faults.
  read,
};

// Which way in; decides the first state of the boot CPU.
struct PvhEntry {
  std::uint32_t address;
};
struct LinuxEntry64 {
  std::uint64_t address;
};
using Entry = std::variant<PvhEntry, LinuxEntry64>;

// A kernel with its headers read and checked.
class Kernel {
 public:
  // Throws Error IMAGE_INVALID when the file is no kernel that we can boot.
  explicit Kernel(File file);

  Entry entry() const noexcept;
  // Copies or maps the kernel; gives back the end of what it uses. Throws Error MEMORY_TOO_SMALL.
  std::uint64_t load(const GuestMemory& memory, Loading loading) const;
  // Linux protocol only.
  const BzImage* bzimage() const noexcept { return std::get_if<BzImage>(&image_); }

 private:
  File file_;
  std::variant<ElfKernel, BzImage> image_;
};

struct BootSource {
  Kernel kernel;
  std::optional<File> initrd;
  std::string command_line;
  Loading loading = Loading::read;
};

// All of `memory` is zero. Afterwards everything the entry needs is in place, the ACPI tables apart.
// Throws Error MEMORY_TOO_SMALL, IMAGE_INVALID, OPTION_INVALID.
void load(const BootSource& source, const GuestMemory& memory, bool ecam);

}  // namespace vmwright::boot
