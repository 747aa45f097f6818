// Does what the requests of a disk ask: the half with the I/O. A request becomes one or several pieces, each in one file,
// and is finished when all of them are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kvm/block/image.h"
#include "kvm/block/io.h"
#include "kvm/virtio/block_request.h"
#include "kvm/virtio/chain.h"

namespace vmwright::virtio {

// One request from its arrival to its answer. The storage is used again and again.
struct BlockJob {
  Chain chain;
  BlockRequest request;
  int result = 0;  // 0 or the first -errno

 private:
  friend class BlockJobs;
  struct Piece {
    block::IoKind kind = block::IoKind::sync;
    block::Extent extent;
    std::uint64_t done = 0;  // bytes
    std::vector<iovec> buffers;
  };
  std::uint32_t index = 0;
  std::uint64_t begun = 0;  // bytes of data, or ranges, that pieces were made of
  std::size_t open = 0;     // pieces that have not ended
  std::vector<Piece> pieces;
};

// On the thread of the device.
class BlockJobs {
 public:
  // A job has ended: to be answered, then released.
  using Finished = std::function<void(BlockJob&)>;

  // At most `count` jobs at a time. `image` outlives this.
  BlockJobs(block::Image& image, block::EngineChoice choice, std::size_t count, Finished finished);

  // Null when all are in use.
  BlockJob* acquire();
  void release(BlockJob& job);

  // Starts what its request says; it may have finished when this comes back. Not for refused and get_id.
  void start(BlockJob& job);
  // Hands all that was started to the disk and finishes what has ended, until nothing more ends at once.
  void turn();
  // Waits until nothing is in flight; false when `milliseconds` were not enough.
  bool drain(int milliseconds);
  void cancel() { engine_.engine->cancel(); }

  block::IoEngine& engine() noexcept { return *engine_.engine; }
  const std::string& fallback_reason() const noexcept { return engine_.fallback_reason; }
  std::size_t in_flight() const noexcept { return engine_.engine->in_flight(); }

 private:
  void begin_pieces(BlockJob& job);
  void begin_reads(BlockJob& job);
  void begin_ranges(BlockJob& job);
  void add_piece(BlockJob& job, block::IoKind kind, const block::Extent& extent);
  void queue_piece(BlockJob& job, std::size_t piece);
  void ended(std::uint64_t token, std::int64_t result);
  bool complete(BlockJob& job, BlockJob::Piece& piece, std::int64_t result);

  block::Image& image_;
  Finished finished_;
  std::vector<BlockJob> jobs_;
  std::vector<BlockJob*> free_;
  block::EngineStart engine_;
};

}  // namespace vmwright::virtio
