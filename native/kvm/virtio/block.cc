#include "kvm/virtio/block.h"

#include <linux/virtio_blk.h>
#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <limits>
#include <utility>

#include "base/error.h"
#include "kvm/stream/iovec.h"

namespace vmwright::virtio {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint16_t kRequests = 0;  // the only queue
constexpr int kResetMilliseconds = 10'000;
constexpr int kPauseMilliseconds = 30'000;
// After so many rounds others of the same loop get their turn.
constexpr int kRoundsPerTurn = 64;
constexpr std::uint8_t kPhysicalBlockExponent = 3;  // 4096 bytes: what file systems and page caches like

constexpr std::uint64_t bit(unsigned feature) { return 1ULL << feature; }

static_assert(offsetof(virtio_blk_config, max_secure_erase_sectors) == 60);

std::array<std::byte, 60> config_space(const BlockLimits& limits) {
  virtio_blk_config config{};
  config.capacity = limits.capacity / block::kSector;
  config.seg_max = Block::kQueueSize - 2;  // header and status
  config.blk_size = block::kSector;
  config.physical_block_exp = kPhysicalBlockExponent;
  config.min_io_size = 1 << kPhysicalBlockExponent;
  config.num_queues = 1;
  config.max_discard_sectors = kMaxDiscardBytes / block::kSector;
  config.max_discard_seg = kBlockSegments;
  config.discard_sector_alignment = 1 << kPhysicalBlockExponent;
  config.max_write_zeroes_sectors = kMaxWriteZeroesBytes / block::kSector;
  config.max_write_zeroes_seg = kBlockSegments;
  config.write_zeroes_may_unmap = 1;
  std::array<std::byte, 60> bytes;
  std::memcpy(bytes.data(), &config, bytes.size());
  return bytes;
}

std::uint8_t status_of(const BlockJob& job) {
  if (job.request.op == BlockOp::refused) return job.request.refusal;
  if (job.result == 0) return VIRTIO_BLK_S_OK;
  return job.result == -EOPNOTSUPP ? VIRTIO_BLK_S_UNSUPP : VIRTIO_BLK_S_IOERR;
}

// What a used element says was stored, status byte included.
std::uint32_t stored_bytes(const BlockRequest& request, std::uint8_t status) {
  if (request.status == nullptr) return 0;
  if (status != VIRTIO_BLK_S_OK) return 1;
  std::uint64_t data = 0;
  if (request.op == BlockOp::read) data = request.length;
  if (request.op == BlockOp::get_id) data = kBlockIdBytes;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(data + 1, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

// Written on the loop's thread, read on any.
struct Block::Counters {
  std::atomic<std::uint64_t> read_requests, read_bytes, write_requests, write_bytes, flush_requests, discard_requests,
      discard_bytes, write_zeroes_requests, write_zeroes_bytes, refused_requests, errors, throttled, overlay_bytes;
  std::atomic<int> last_errno;
  std::atomic<const char*> engine{""};

  // One writer, so no locked instruction is needed.
  static void add(std::atomic<std::uint64_t>& counter, std::uint64_t amount) noexcept {
    counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
};

Block::Block(EventLoop& loop, BlockConfig config)
    : loop_(loop),
      image_(std::move(config.image)),
      serial_(std::move(config.serial)),
      choice_(config.engine),
      limits_{image_->size(), image_->read_only()},
      on_fault_(std::move(config.on_fault)),
      config_(config_space(limits_)),
      counters_(std::make_unique<Counters>()) {
  set_rate_limit(config.limit);
}

Block::~Block() {
  loop_.call([this] {
    reset();
    if (jobs_) loop_.remove(jobs_->engine().event().get());
  });
}

std::uint64_t Block::features() const noexcept {
  const std::uint64_t any = bit(VIRTIO_BLK_F_SEG_MAX) | bit(VIRTIO_BLK_F_BLK_SIZE) | bit(VIRTIO_BLK_F_TOPOLOGY) |
                            bit(VIRTIO_BLK_F_FLUSH);
  if (limits_.read_only) return any | bit(VIRTIO_BLK_F_RO);
  return any | bit(VIRTIO_BLK_F_DISCARD) | bit(VIRTIO_BLK_F_WRITE_ZEROES);
}

void Block::read_config(std::uint64_t offset, std::span<std::byte> data) {
  std::ranges::fill(data, std::byte{0});
  if (offset >= config_.size()) return;
  const std::size_t length = std::min<std::size_t>(data.size(), config_.size() - offset);
  std::memcpy(data.data(), config_.data() + offset, length);
}

void Block::activate(const Activation& activation) {
  broken_ = false;
  if (jobs_ && jobs_->in_flight() > 0) {
    fault(BlockOp::refused, EBUSY);
    return activation.interrupt.needs_reset();
  }
  if (!activation.queues[kRequests].ready()) return;
  try {
    release_engine();
    jobs_ = std::make_unique<BlockJobs>(*image_, choice_, kQueueSize, [this](BlockJob& job) { finish(job); });
  } catch (const Error& error) {
    fault(BlockOp::refused, error.errnum());
    return activation.interrupt.needs_reset();
  }
  counters_->engine = jobs_->engine().name();
  active_.emplace(activation.queues[kRequests], activation.kicks[kRequests], activation.interrupt);
  // Edge-triggered: each notification wakes us once, and the counter never has to be read.
  loop_.add(jobs_->engine().event().get(), EPOLLIN | EPOLLET, [this](std::uint32_t) { work(); });
  loop_.add(active_->kick.get(), EPOLLIN | EPOLLET, [this](std::uint32_t) { work(); });
}

void Block::release_engine() {
  if (!jobs_) return;
  loop_.remove(jobs_->engine().event().get());
  jobs_.reset();
}

void Block::reset() {
  stop_timer();
  if (active_) loop_.remove(active_->kick.get());
  active_.reset();  // from here on finish() answers nobody
  if (!jobs_) return;
  if (jobs_->in_flight() > 0) jobs_->cancel();
  if (jobs_->drain(kResetMilliseconds)) return release_engine();
  fault(BlockOp::refused, ETIMEDOUT);
}

void Block::pause() {
  if (paused_) return;
  paused_ = true;
  stop_timer();
  if (!jobs_ || jobs_->drain(kPauseMilliseconds)) {
    if (active_ && active_->queue.should_interrupt()) active_->interrupt.queue_used(kRequests);
    return;
  }
  resume();
  throw Error("DISK_UNREADABLE", "waiting for requests to the disk", ETIMEDOUT);
}

void Block::resume() {
  if (!paused_) return;
  paused_ = false;
  work();
}

void Block::set_rate_limit(const RateLimitConfig& config) {
  limiter_.reset();
  if (config.limits()) limiter_.emplace(config, Clock::now());
  stop_timer();
  work();
}

void Block::stop_timer() {
  if (timer_ != 0) loop_.cancel_timer(std::exchange(timer_, 0));
}

// All that can be done now. Ends with the driver and the engine told to wake us, so that nothing is missed.
void Block::work() {
  if (!active_) {
    // Requests that outlived a reset.
    if (jobs_) jobs_->turn();
    return;
  }
  if (paused_) return;
  for (int round = 0; round < kRoundsPerTurn; ++round) {
    jobs_->engine().wake_me(false);
    const bool all_taken = serve();
    const bool more = all_taken && !active_->queue.enable_notifications();
    if (jobs_->engine().wake_me(true) && !more) return;
  }
  active_->kick.notify();
}

// Takes requests, hands them to the disk at once, answers what has ended with one interrupt. True when the queue is empty.
bool Block::serve() {
  active_->queue.disable_notifications();
  const bool all_taken = take_requests();
  jobs_->turn();
  counters_->overlay_bytes.store(image_->overlay_bytes(), std::memory_order_relaxed);
  if (active_->queue.should_interrupt()) active_->interrupt.queue_used(kRequests);
  return all_taken;
}

bool Block::take_requests() {
  if (timer_ != 0 || broken_) return false;
  while (BlockJob* job = jobs_->acquire()) {
    const Pop popped = active_->queue.pop(job->chain);
    if (popped != Pop::chain) {
      jobs_->release(*job);
      if (popped == Pop::empty) return true;
      broken_ = true;
      active_->interrupt.needs_reset();
      return false;
    }
    parse_block_request(job->chain, limits_, job->request);
    if (throttle(job->request)) {
      active_->queue.undo_pop();
      jobs_->release(*job);
      return false;
    }
    if (job->request.op == BlockOp::get_id) answer_id(job->request);
    const bool at_once = job->request.op == BlockOp::get_id || job->request.op == BlockOp::refused;
    at_once ? finish(*job) : jobs_->start(*job);
  }
  return false;  // as many in flight as can be: the end of one brings us back
}

// True when the limit says to wait; then a timer goes on with the queue.
bool Block::throttle(const BlockRequest& request) {
  if (!limiter_) return false;
  const auto wait = limiter_->take(request.length, Clock::now());
  if (wait.count() == 0) return false;
  Counters::add(counters_->throttled, 1);
  timer_ = loop_.add_timer(wait, [this] {
    timer_ = 0;
    work();
  });
  return true;
}

void Block::answer_id(const BlockRequest& request) {
  std::array<std::byte, kBlockIdBytes> id{};
  std::memcpy(id.data(), serial_.data(), std::min(serial_.size(), id.size()));
  stream::scatter(request.data, 0, id);
}

void Block::finish(BlockJob& job) {
  if (active_) {
    const std::uint8_t status = status_of(job);
    if (job.result < 0) {
      fault(job.request.op, -job.result);
    } else {
      count(job.request);
    }
    if (job.request.status != nullptr) *job.request.status = std::byte{status};
    active_->queue.push(job.chain.head, stored_bytes(job.request, status));
  }
  jobs_->release(job);
}

void Block::count(const BlockRequest& request) noexcept {
  const auto add = Counters::add;
  Counters& all = *counters_;
  std::uint64_t ranges = 0;
  for (const BlockRange& range : request.ranges) ranges += range.length;
  switch (request.op) {
    case BlockOp::read: return add(all.read_requests, 1), add(all.read_bytes, request.length);
    case BlockOp::write: return add(all.write_requests, 1), add(all.write_bytes, request.length);
    case BlockOp::discard: return add(all.discard_requests, 1), add(all.discard_bytes, ranges);
    case BlockOp::write_zeroes: return add(all.write_zeroes_requests, 1), add(all.write_zeroes_bytes, ranges);
    case BlockOp::flush: return add(all.flush_requests, 1);
    case BlockOp::refused: return add(all.refused_requests, 1);
    case BlockOp::get_id: return;
  }
}

void Block::fault(BlockOp op, int errnum) {
  Counters::add(counters_->errors, 1);
  counters_->last_errno.store(errnum, std::memory_order_relaxed);
  const auto now = Clock::now();
  if (!on_fault_ || (last_fault_ && now - *last_fault_ < std::chrono::seconds(1))) return;
  last_fault_ = now;
  on_fault_({op, errnum, counters_->errors.load(std::memory_order_relaxed)});
}

BlockStats Block::stats() const noexcept {
  const auto get = [](const auto& counter) { return counter.load(std::memory_order_relaxed); };
  const Counters& all = *counters_;
  return {.read_requests = get(all.read_requests),
          .read_bytes = get(all.read_bytes),
          .write_requests = get(all.write_requests),
          .write_bytes = get(all.write_bytes),
          .flush_requests = get(all.flush_requests),
          .discard_requests = get(all.discard_requests),
          .discard_bytes = get(all.discard_bytes),
          .write_zeroes_requests = get(all.write_zeroes_requests),
          .write_zeroes_bytes = get(all.write_zeroes_bytes),
          .refused_requests = get(all.refused_requests),
          .errors = get(all.errors),
          .throttled = get(all.throttled),
          .overlay_bytes = get(all.overlay_bytes),
          .last_errno = get(all.last_errno),
          .engine = get(all.engine)};
}

}  // namespace vmwright::virtio
