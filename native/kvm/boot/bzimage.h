// A Linux bzImage, entered by the 64-bit boot protocol. Documentation/arch/x86/boot.rst.
#pragma once

#include <asm/bootparam.h>

#include <cstdint>

#include "kvm/boot/file.h"

namespace vmwright::boot {

struct BzImage {
  setup_header header;
  std::uint64_t payload_offset;  // in the file: the protected-mode kernel, to its end
  std::uint64_t payload_size;
  std::uint64_t load_address;    // guest physical
  std::uint64_t memory_size;     // what the kernel uses from there on until it has unpacked itself
  std::uint64_t entry;           // guest physical
};

bool is_bzimage(const File& file);

// Throws Error IMAGE_INVALID that says what is wrong.
BzImage parse_bzimage(const File& file);

}  // namespace vmwright::boot
