// The "zero page" of the Linux boot protocol: what a bzImage finds at its entry. Documentation/arch/x86/zero-page.rst.
#pragma once

#include <optional>
#include <span>

#include "kvm/boot/bzimage.h"
#include "kvm/boot/start_info.h"

namespace vmwright::boot {

// Writes it at layout::kBootParams. `command_line_size` without the closing zero.
void write_boot_params(const GuestMemory& memory, const BzImage& image, std::span<const MemoryRange> map,
                       const std::optional<LoadedInitrd>& initrd, std::size_t command_line_size);

}  // namespace vmwright::boot
