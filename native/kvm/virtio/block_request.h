// What a driver asks of a disk: the pure half, which does no I/O. virtio 1.2, section 5.2.6.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kvm/virtio/chain.h"

namespace vmwright::virtio {

enum class BlockOp : std::uint8_t {
  read,
  write,
  flush,
  get_id,
  discard,
  write_zeroes,
  refused,  // breaks a rule or is not known; to be answered with `refusal`
};

struct BlockLimits {
  std::uint64_t capacity = 0;  // bytes
  bool read_only = false;
};

// What we announce in the configuration space and hold the driver to.
constexpr std::uint32_t kBlockSegments = 32;                  // ranges of one discard or write-zeroes request
constexpr std::uint64_t kMaxDiscardBytes = 1ULL << 30;        // of one range
constexpr std::uint64_t kMaxWriteZeroesBytes = 64ULL << 20;   // of one range; may have to be written byte by byte
constexpr std::size_t kBlockIdBytes = 20;

struct BlockRange {
  std::uint64_t offset = 0;  // bytes
  std::uint64_t length = 0;
  bool unmap = false;
};

struct BlockRequest {
  BlockOp op = BlockOp::refused;
  std::uint8_t refusal = 0;        // VIRTIO_BLK_S_*
  std::byte* status = nullptr;     // last byte that the device may write; null: the driver left no room for an answer
  std::uint64_t offset = 0;        // bytes; read and write
  std::uint64_t length = 0;        // bytes of data; read, write
  std::vector<iovec> data;         // read, write, get_id
  std::vector<BlockRange> ranges;  // discard, write_zeroes
};

// Fills `request`, whose storage is used again and again. All offsets and lengths in it are inside of the disk.
void parse_block_request(const Chain& chain, const BlockLimits& limits, BlockRequest& request);

}  // namespace vmwright::virtio
