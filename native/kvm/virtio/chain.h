// A descriptor chain: the buffers of one request. virtio 1.2, sections 2.7.4 and 2.7.5.
#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <span>
#include <vector>

#include "kvm/guest_memory.h"

namespace vmwright::virtio {

// One request: buffers as the driver chained them, already translated. The pointers are into guest memory and stay valid
// as long as it; the bytes behind them may change at any time. No buffer is empty, but either list may be.
struct Chain {
  std::uint16_t head = 0;
  std::vector<iovec> readable;  // written by the driver, read by the device
  std::vector<iovec> writable;  // to be filled by the device
  std::uint64_t readable_bytes = 0;
  std::uint64_t writable_bytes = 0;
};

constexpr std::size_t kDescriptorSize = 16;

// All bytes of a chain: more than that cannot be said in a used element.
constexpr std::uint64_t kChainBytes = 1ULL << 32;

// Walks the chain that begins at `head` of `table` (descriptors of kDescriptorSize bytes), at most table-size buffers
// long, indirect table included. False when it breaks a rule: an index past the table, a loop, a buffer that is empty or
// not in one piece of memory, a readable one behind a writable one, more than kChainBytes, an indirect table that was not
// negotiated or is nested, continued, empty or of odd size. Fills `chain` either way.
bool walk_chain(const GuestMemory& memory, std::span<const std::byte> table, std::uint16_t head, bool indirect, Chain& chain);

}  // namespace vmwright::virtio
