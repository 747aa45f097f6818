// Gives guest memory back to the host.
#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <span>
#include <vector>

#include "kvm/guest_memory.h"

namespace vmwright::virtio {

// Frees the pages that lie in `bytes` as a whole; they read as zero when they are touched again. Gives back how many
// bytes.
std::uint64_t free_pages(std::span<std::byte> bytes) noexcept;

// Frees pages by their numbers (4096 byte units), neighbours together. Those outside of the memory are passed over.
// Sorts `pages`.
std::uint64_t free_pages(const GuestMemory& memory, std::vector<std::uint32_t>& pages);

}  // namespace vmwright::virtio
