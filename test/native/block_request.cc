#include "kvm/virtio/block_request.h"

#include <linux/virtio_blk.h>

#include <array>
#include <cstring>

#include "check.h"

using namespace vmwright::virtio;

namespace {

constexpr BlockLimits kLimits{.capacity = 1 << 20};

// Chains over plain memory, as parsing looks at nothing else.
struct Request {
  virtio_blk_outhdr header{};
  std::array<std::byte, 8192> data{};
  std::byte status{0xee};
  Chain chain;
  BlockRequest parsed;

  Request(std::uint32_t type, std::uint64_t sector) {
    header.type = type;
    header.sector = sector;
    readable(&header, sizeof(header));
  }
  void readable(void* at, std::size_t length) {
    chain.readable.push_back({at, length});
    chain.readable_bytes += length;
  }
  void writable(void* at, std::size_t length) {
    chain.writable.push_back({at, length});
    chain.writable_bytes += length;
  }
  const BlockRequest& parse(const BlockLimits& limits = kLimits) {
    parse_block_request(chain, limits, parsed);
    return parsed;
  }
};

bool refused(const BlockRequest& request, std::uint8_t status) {
  return request.op == BlockOp::refused && request.refusal == status;
}

const BlockRequest& read(Request& request, std::size_t bytes, const BlockLimits& limits = kLimits) {
  request.writable(request.data.data(), bytes);
  request.writable(&request.status, 1);
  return request.parse(limits);
}

void finds_data_and_status() {
  Request request(VIRTIO_BLK_T_IN, 3);
  const BlockRequest& parsed = read(request, 4096);
  CHECK(parsed.op == BlockOp::read && parsed.offset == 1536 && parsed.length == 4096);
  CHECK(parsed.status == &request.status);
  CHECK(parsed.data.size() == 1 && parsed.data[0].iov_base == request.data.data() && parsed.data[0].iov_len == 4096);
}

// The layout of buffers means nothing, only the bytes do: section 2.7.4.
void takes_any_layout_of_buffers() {
  Request request(VIRTIO_BLK_T_OUT, 1);
  request.chain.readable.clear();
  auto* bytes = reinterpret_cast<std::byte*>(&request.header);
  request.chain.readable_bytes = 0;
  for (std::size_t i = 0; i < 15; i++) request.readable(bytes + i, 1);
  std::array<std::byte, 1 + 1000 + 24> tail{};
  tail[0] = bytes[15];
  request.readable(tail.data(), 1001);
  request.readable(tail.data() + 1001, 24);
  request.writable(&request.status, 1);
  const BlockRequest& parsed = request.parse();
  CHECK(parsed.op == BlockOp::write && parsed.offset == 512 && parsed.length == 1024);
  CHECK(parsed.data.size() == 2 && parsed.data[0].iov_base == tail.data() + 1 && parsed.data[0].iov_len == 1000);
  // Status at the end of a larger buffer.
  Request id(VIRTIO_BLK_T_GET_ID, 0);
  id.writable(id.data.data(), kBlockIdBytes + 1);
  CHECK(id.parse().op == BlockOp::get_id && id.parsed.status == id.data.data() + kBlockIdBytes);
}

void refuses_what_is_outside_of_the_disk() {
  constexpr std::uint64_t kLast = kLimits.capacity / 512 - 1;
  for (const std::uint64_t sector : {kLast + 1, kLast + 2, UINT64_MAX, UINT64_MAX / 512, UINT64_MAX / 512 + 1}) {
    Request request(VIRTIO_BLK_T_IN, sector);
    CHECK(refused(read(request, 512), VIRTIO_BLK_S_IOERR));
  }
  Request last(VIRTIO_BLK_T_IN, kLast);
  CHECK(read(last, 512).op == BlockOp::read);
  Request over(VIRTIO_BLK_T_IN, kLast);
  CHECK(refused(read(over, 1024), VIRTIO_BLK_S_IOERR));
}

void refuses_odd_sizes() {
  for (const std::size_t bytes : {0, 1, 511, 513, 1023}) {
    Request request(VIRTIO_BLK_T_IN, 0);
    if (bytes > 0) request.writable(request.data.data(), bytes);
    request.writable(&request.status, 1);
    CHECK(refused(request.parse(), VIRTIO_BLK_S_IOERR));
    CHECK(request.parsed.status == &request.status);
  }
}

void survives_missing_pieces() {
  Request silent(VIRTIO_BLK_T_IN, 0);
  CHECK(refused(silent.parse(), VIRTIO_BLK_S_IOERR));
  CHECK(silent.parsed.status == nullptr);
  Request headless(VIRTIO_BLK_T_IN, 0);
  headless.chain.readable[0].iov_len = headless.chain.readable_bytes = 15;
  headless.writable(&headless.status, 1);
  CHECK(refused(headless.parse(), VIRTIO_BLK_S_IOERR));
  Request only_status(VIRTIO_BLK_T_IN, 0);
  only_status.chain.readable.clear();
  only_status.chain.readable_bytes = 0;
  only_status.writable(&only_status.status, 1);
  CHECK(refused(only_status.parse(), VIRTIO_BLK_S_IOERR));
}

void knows_what_it_does_not_know() {
  for (const std::uint32_t type : {2U, 3U, 5U, 10U, 12U, 14U, 0x80000000U, UINT32_MAX}) {
    Request request(type, 0);
    CHECK(refused(read(request, 512), VIRTIO_BLK_S_UNSUPP));
  }
}

void keeps_a_read_only_disk() {
  const BlockLimits limits{.capacity = 1 << 20, .read_only = true};
  for (const std::uint32_t type : {VIRTIO_BLK_T_OUT, VIRTIO_BLK_T_DISCARD, VIRTIO_BLK_T_WRITE_ZEROES}) {
    Request request(type, 0);
    request.readable(request.data.data(), 512);
    request.writable(&request.status, 1);
    CHECK(refused(request.parse(limits), VIRTIO_BLK_S_IOERR));
  }
}

const BlockRequest& ranges(Request& request, std::initializer_list<virtio_blk_discard_write_zeroes> list) {
  std::memcpy(request.data.data(), std::data(list), list.size() * sizeof(*list.begin()));
  request.readable(request.data.data(), list.size() * sizeof(*list.begin()));
  request.writable(&request.status, 1);
  return request.parse();
}

void reads_ranges() {
  Request request(VIRTIO_BLK_T_WRITE_ZEROES, 0);
  const BlockRequest& parsed = ranges(request, {{0, 8, 1}, {16, 1, 0}, {5, 0, 0}});
  CHECK(parsed.op == BlockOp::write_zeroes && parsed.ranges.size() == 2);
  CHECK(parsed.ranges[0].length == 4096 && parsed.ranges[0].unmap);
  CHECK(parsed.ranges[1].offset == 8192 && !parsed.ranges[1].unmap);
}

void refuses_bad_ranges() {
  struct Case {
    std::uint32_t type;
    virtio_blk_discard_write_zeroes range;
    std::uint8_t status;
  };
  for (const auto& [type, range, status] : std::initializer_list<Case>{
           {VIRTIO_BLK_T_DISCARD, {0, 8, 1}, VIRTIO_BLK_S_UNSUPP},
           {VIRTIO_BLK_T_WRITE_ZEROES, {0, 8, 2}, VIRTIO_BLK_S_UNSUPP},
           {VIRTIO_BLK_T_DISCARD, {UINT64_MAX, 8, 0}, VIRTIO_BLK_S_IOERR},
           {VIRTIO_BLK_T_DISCARD, {0, UINT32_MAX, 0}, VIRTIO_BLK_S_IOERR},
           {VIRTIO_BLK_T_WRITE_ZEROES, {2047, 2, 0}, VIRTIO_BLK_S_IOERR}}) {
    Request request(type, 0);
    CHECK(refused(ranges(request, {range}), status));
  }
  Request none(VIRTIO_BLK_T_DISCARD, 0);
  none.writable(&none.status, 1);
  CHECK(refused(none.parse(), VIRTIO_BLK_S_IOERR));
  Request odd(VIRTIO_BLK_T_DISCARD, 0);
  odd.readable(odd.data.data(), 17);
  odd.writable(&odd.status, 1);
  CHECK(refused(odd.parse(), VIRTIO_BLK_S_IOERR));
  Request many(VIRTIO_BLK_T_DISCARD, 0);
  many.readable(many.data.data(), 16 * (kBlockSegments + 1));
  many.writable(&many.status, 1);
  CHECK(refused(many.parse(), VIRTIO_BLK_S_IOERR));
}

}  // namespace

Suite block_request_suite() {
  return {"block_request",
          {{"finds data and status", finds_data_and_status},
           {"takes any layout of buffers", takes_any_layout_of_buffers},
           {"refuses what is outside of the disk", refuses_what_is_outside_of_the_disk},
           {"refuses odd sizes", refuses_odd_sizes},
           {"survives missing pieces", survives_missing_pieces},
           {"knows what it does not know", knows_what_it_does_not_know},
           {"keeps a read-only disk", keeps_a_read_only_disk},
           {"reads ranges", reads_ranges},
           {"refuses bad ranges", refuses_bad_ranges}}};
}
