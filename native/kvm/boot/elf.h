// An ELF kernel with a PVH entry point: the unpacked `vmlinux` of Linux, and other kernels that can do Xen's PVH boot.
#pragma once

#include <cstdint>
#include <vector>

#include "kvm/boot/file.h"

namespace vmwright::boot {

struct ElfSegment {
  std::uint64_t offset;  // in the file
  std::uint64_t file_size;
  std::uint64_t address;  // guest physical
  std::uint64_t memory_size;  // >= file_size; the rest is zero
  bool writable;
};

struct ElfKernel {
  std::vector<ElfSegment> segments;  // each within the file, none wraps the address space
  std::uint32_t pvh_entry;           // guest physical
};

bool is_elf(const File& file);

// Reads headers and notes only. Throws Error IMAGE_INVALID that says what is wrong.
ElfKernel parse_elf(const File& file);

}  // namespace vmwright::boot
