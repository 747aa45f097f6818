// Brings a part of a file into guest memory.
#pragma once

#include "kvm/boot/file.h"
#include "kvm/boot/loader.h"
#include "kvm/guest_memory.h"

namespace vmwright::boot {

// `length` bytes of the file at `offset`, which exist, to `address`, where memory exists. What cannot be mapped - partial
// pages, or all of it where offset and address are not page aligned - is read.
void place_file(const File& file, std::uint64_t offset, std::uint64_t length, const GuestMemory& memory,
                GuestAddr address, Loading loading);

}  // namespace vmwright::boot
