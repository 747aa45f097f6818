#include "kvm/virtio/block_request.h"

// The SCSI parts of the header are not for us.
#define VIRTIO_BLK_NO_LEGACY
#include <linux/virtio_blk.h>

#include <array>
#include <span>

#include "kvm/block/buffers.h"
#include "kvm/block/image.h"
#include "kvm/stream/iovec.h"

namespace vmwright::virtio {
namespace {

using block::kSector;

static_assert(sizeof(virtio_blk_outhdr) == 16);
static_assert(sizeof(virtio_blk_discard_write_zeroes) == 16);

void refuse(BlockRequest& request, std::uint8_t status) {
  request.op = BlockOp::refused;
  request.refusal = status;
}

// `sector` is any number the guest may think of: nothing here may wrap.
bool inside(const BlockLimits& limits, std::uint64_t sector, std::uint64_t bytes) {
  return sector <= limits.capacity / kSector && bytes <= limits.capacity - sector * kSector;
}

void parse_transfer(const Chain& chain, const BlockLimits& limits, std::uint64_t sector, BlockRequest& request) {
  const bool read = request.op == BlockOp::read;
  const std::uint64_t bytes = read ? chain.writable_bytes - 1 : chain.readable_bytes - sizeof(virtio_blk_outhdr);
  if (bytes == 0 || bytes % kSector != 0 || !inside(limits, sector, bytes)) return refuse(request, VIRTIO_BLK_S_IOERR);
  if (!read && limits.read_only) return refuse(request, VIRTIO_BLK_S_IOERR);
  request.offset = sector * kSector;
  request.length = bytes;
  if (read) {
    block::slice_buffers(chain.writable, 0, bytes, request.data);
  } else {
    block::slice_buffers(chain.readable, sizeof(virtio_blk_outhdr), bytes, request.data);
  }
}

// Section 5.2.6.2: flags other than unmap, and unmap where it means nothing, are not supported.
std::uint8_t parse_range(const virtio_blk_discard_write_zeroes& raw, const BlockLimits& limits, BlockRequest& request) {
  const bool discard = request.op == BlockOp::discard;
  if ((raw.flags & ~(discard ? 0U : VIRTIO_BLK_WRITE_ZEROES_FLAG_UNMAP)) != 0) return VIRTIO_BLK_S_UNSUPP;
  const std::uint64_t bytes = std::uint64_t{raw.num_sectors} * kSector;
  if (bytes > (discard ? kMaxDiscardBytes : kMaxWriteZeroesBytes)) return VIRTIO_BLK_S_IOERR;
  if (!inside(limits, raw.sector, bytes)) return VIRTIO_BLK_S_IOERR;
  if (bytes > 0) request.ranges.push_back({raw.sector * kSector, bytes, raw.flags != 0});
  return VIRTIO_BLK_S_OK;
}

void parse_ranges(const Chain& chain, const BlockLimits& limits, BlockRequest& request) {
  const std::uint64_t bytes = chain.readable_bytes - sizeof(virtio_blk_outhdr);
  std::array<virtio_blk_discard_write_zeroes, kBlockSegments> ranges;
  if (limits.read_only || bytes == 0 || bytes % sizeof(ranges[0]) != 0 || bytes > sizeof(ranges)) {
    return refuse(request, VIRTIO_BLK_S_IOERR);
  }
  const auto wanted = std::as_writable_bytes(std::span(ranges)).first(bytes);
  stream::gather(chain.readable, sizeof(virtio_blk_outhdr), wanted);
  for (const auto& range : std::span(ranges).first(bytes / sizeof(ranges[0]))) {
    const std::uint8_t status = parse_range(range, limits, request);
    if (status != VIRTIO_BLK_S_OK) return refuse(request, status);
  }
}

void parse_get_id(const Chain& chain, BlockRequest& request) {
  if (chain.writable_bytes - 1 < kBlockIdBytes) return refuse(request, VIRTIO_BLK_S_IOERR);
  block::slice_buffers(chain.writable, 0, kBlockIdBytes, request.data);
}

BlockOp op_of(std::uint32_t type) {
  switch (type) {
    case VIRTIO_BLK_T_IN: return BlockOp::read;
    case VIRTIO_BLK_T_OUT: return BlockOp::write;
    case VIRTIO_BLK_T_FLUSH: return BlockOp::flush;
    case VIRTIO_BLK_T_GET_ID: return BlockOp::get_id;
    case VIRTIO_BLK_T_DISCARD: return BlockOp::discard;
    case VIRTIO_BLK_T_WRITE_ZEROES: return BlockOp::write_zeroes;
    default: return BlockOp::refused;
  }
}

}  // namespace

void parse_block_request(const Chain& chain, const BlockLimits& limits, BlockRequest& request) {
  request.data.clear();
  request.ranges.clear();
  request.offset = request.length = 0;
  request.status = nullptr;
  if (chain.writable_bytes == 0) return refuse(request, VIRTIO_BLK_S_IOERR);
  const iovec& last = chain.writable.back();
  request.status = static_cast<std::byte*>(last.iov_base) + last.iov_len - 1;

  virtio_blk_outhdr header{};
  if (chain.readable_bytes < sizeof(header)) return refuse(request, VIRTIO_BLK_S_IOERR);
  stream::gather(chain.readable, 0, std::as_writable_bytes(std::span(&header, 1)));
  request.op = op_of(header.type);
  switch (request.op) {
    case BlockOp::read:
    case BlockOp::write: return parse_transfer(chain, limits, header.sector, request);
    case BlockOp::get_id: return parse_get_id(chain, request);
    case BlockOp::discard:
    case BlockOp::write_zeroes: return parse_ranges(chain, limits, request);
    case BlockOp::flush: return;
    case BlockOp::refused: return refuse(request, VIRTIO_BLK_S_UNSUPP);
  }
}

}  // namespace vmwright::virtio
