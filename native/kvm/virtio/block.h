// The disk. virtio 1.2, section 5.2.
#pragma once

#include <linux/types.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kvm/block/image.h"
#include "kvm/block/io.h"
#include "kvm/virtio/block_jobs.h"
#include "kvm/virtio/device.h"
#include "kvm/virtio/rate_limit.h"

namespace vmwright::virtio {

// A request failed because of the host: the disk is full, went away, or does not answer.
struct BlockFault {
  BlockOp op = BlockOp::refused;
  int errnum = 0;
  std::uint64_t errors = 0;  // as in BlockStats
};

struct BlockConfig {
  std::unique_ptr<block::Image> image;
  // What the guest reads as its serial number: its first kBlockIdBytes bytes.
  std::string serial;
  block::EngineChoice engine = block::EngineChoice::automatic;
  RateLimitConfig limit;
  // On the loop's thread, for the first fault and then at most once a second.
  std::function<void(const BlockFault&)> on_fault;
};

struct BlockStats {
  std::uint64_t read_requests = 0;
  std::uint64_t read_bytes = 0;
  std::uint64_t write_requests = 0;
  std::uint64_t write_bytes = 0;
  std::uint64_t flush_requests = 0;
  std::uint64_t discard_requests = 0;
  std::uint64_t discard_bytes = 0;
  std::uint64_t write_zeroes_requests = 0;
  std::uint64_t write_zeroes_bytes = 0;
  std::uint64_t refused_requests = 0;  // the guest broke a rule
  std::uint64_t errors = 0;            // the host failed
  std::uint64_t throttled = 0;         // how often the rate limit made the queue wait
  std::uint64_t overlay_bytes = 0;     // written above the base
  int last_errno = 0;
  const char* engine = "";             // "io_uring" or "thread"; empty before the driver has come
};

class Block final : public Device {
 public:
  static constexpr std::uint16_t kQueueSize = 512;  // one request takes 1 MiB of scattered pages

  // `loop` outlives the device.
  Block(EventLoop& loop, BlockConfig config);
  // Ends as reset() does. When the disk hangs, waits for it.
  ~Block() override;

  DeviceType type() const noexcept override { return DeviceType::block; }
  std::uint64_t features() const noexcept override;
  std::span<const std::uint16_t> queue_sizes() const noexcept override { return queue_sizes_; }
  EventLoop& loop() noexcept override { return loop_; }
  void read_config(std::uint64_t offset, std::span<std::byte> data) override;
  void write_config(std::uint64_t, std::span<const std::byte>) override {}

  void activate(const Activation& activation) override;
  // Cancels what is in flight and waits ten seconds at most. What does not end by then keeps the device from being
  // activated again until it has: it is the guest's own memory that such a request may still fill.
  void reset() override;
  // Throws Error{ETIMEDOUT} and goes on when the disk does not end what is in flight within thirty seconds.
  void pause() override;
  void resume() override;

  // From any thread.
  BlockStats stats() const noexcept;
  // On the loop's thread. From now on, with full buckets.
  void set_rate_limit(const RateLimitConfig& config);

 private:
  struct Counters;
  struct Active {
    Queue& queue;
    const EventFd& kick;
    Interrupt& interrupt;
  };

  void work();
  bool serve();
  bool take_requests();
  bool throttle(const BlockRequest& request);
  void finish(BlockJob& job);
  void answer_id(const BlockRequest& request);
  void count(const BlockRequest& request) noexcept;
  void fault(BlockOp op, int errnum);
  void stop_timer();
  void release_engine();

  EventLoop& loop_;
  std::unique_ptr<block::Image> image_;
  const std::string serial_;
  const block::EngineChoice choice_;
  const BlockLimits limits_;
  const std::function<void(const BlockFault&)> on_fault_;
  const std::array<std::uint16_t, 1> queue_sizes_ = {kQueueSize};
  std::array<std::byte, 60> config_;  // struct virtio_blk_config up to write_zeroes

  std::optional<Active> active_;
  std::optional<RateLimiter> limiter_;
  std::unique_ptr<BlockJobs> jobs_;
  std::uint64_t timer_ = 0;  // 0: none
  bool paused_ = false;
  bool broken_ = false;  // the ring is; until reset
  std::optional<std::chrono::steady_clock::time_point> last_fault_;
  std::unique_ptr<Counters> counters_;
};

}  // namespace vmwright::virtio
