#include "kvm/virtio/chain.h"

// Its inline functions for the guest side are C, not C++.
#define VIRTIO_RING_NO_LEGACY
#include <linux/virtio_ring.h>

#include <optional>

namespace vmwright::virtio {
namespace {

struct Descriptor {
  GuestAddr address;
  std::uint32_t length;
  std::uint16_t flags;
  std::uint16_t next;
};
static_assert(sizeof(vring_desc) == kDescriptorSize);

// Reads each half once and then never looks at the guest's copy again. Indirect tables may lie at any address.
Descriptor fetch(std::span<const std::byte> table, std::size_t index) {
  struct [[gnu::packed, gnu::may_alias]] Raw {
    std::uint64_t address;
    std::uint64_t rest;
  };
  const auto* raw = reinterpret_cast<const volatile Raw*>(table.data() + index * kDescriptorSize);
  const std::uint64_t address = raw->address;
  const std::uint64_t rest = raw->rest;
  return {{address},
          static_cast<std::uint32_t>(rest),
          static_cast<std::uint16_t>(rest >> 32),
          static_cast<std::uint16_t>(rest >> 48)};
}

bool append(const GuestMemory& memory, const Descriptor& descriptor, Chain& chain) {
  const bool writable = (descriptor.flags & VRING_DESC_F_WRITE) != 0;
  if (!writable && !chain.writable.empty()) return false;
  if (descriptor.length == 0) return false;
  if (descriptor.length > kChainBytes - chain.readable_bytes - chain.writable_bytes) return false;
  const auto bytes = memory.find(descriptor.address, descriptor.length);
  if (!bytes) return false;
  (writable ? chain.writable : chain.readable).push_back({bytes->data(), bytes->size()});
  (writable ? chain.writable_bytes : chain.readable_bytes) += descriptor.length;
  return true;
}

// Section 2.7.5.3: the flag WRITE of such a descriptor means nothing.
std::optional<std::span<const std::byte>> indirect_table(const GuestMemory& memory, const Descriptor& descriptor) {
  if ((descriptor.flags & VRING_DESC_F_NEXT) != 0) return std::nullopt;
  if (descriptor.length == 0 || descriptor.length % kDescriptorSize != 0) return std::nullopt;
  return memory.find(descriptor.address, descriptor.length);
}

}  // namespace

bool walk_chain(const GuestMemory& memory, std::span<const std::byte> table, std::uint16_t head, bool indirect,
                Chain& chain) {
  chain.head = head;
  chain.readable.clear();
  chain.writable.clear();
  chain.readable_bytes = chain.writable_bytes = 0;
  std::size_t index = head;
  // Section 2.7.5.3.1: no chain is longer than the queue, so a longer one is a loop.
  for (std::size_t left = table.size() / kDescriptorSize; left > 0;) {
    if (index >= table.size() / kDescriptorSize) return false;
    const Descriptor descriptor = fetch(table, index);
    if ((descriptor.flags & VRING_DESC_F_INDIRECT) != 0) {
      const auto inner = indirect_table(memory, descriptor);
      if (!indirect || !inner) return false;
      table = *inner;
      indirect = false;  // one level
      index = 0;
      continue;
    }
    if (!append(memory, descriptor, chain)) return false;
    if ((descriptor.flags & VRING_DESC_F_NEXT) == 0) return true;
    index = descriptor.next;
    left--;
  }
  return false;
}

}  // namespace vmwright::virtio
