#include "kvm/virtio/balloon.h"

#include <linux/virtio_balloon.h>
#include <sys/epoll.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <limits>
#include <utility>

#include "kvm/stream/iovec.h"
#include "kvm/virtio/balloon_pages.h"

namespace vmwright::virtio {
namespace {

constexpr std::size_t kInflate = 0;
constexpr std::size_t kDeflate = 1;
constexpr std::uint64_t kPage = 1ULL << VIRTIO_BALLOON_PFN_SHIFT;
// Of one request; Linux sends 256. The rest of a longer one stays with the guest.
constexpr std::size_t kMostPages = 65536;
// After so many requests others of the same loop get their turn.
constexpr int kRequestsPerTurn = 64;

constexpr std::uint64_t bit(unsigned feature) { return 1ULL << feature; }

std::uint32_t pages_of(std::uint64_t bytes) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes / kPage, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

Balloon::Balloon(EventLoop& loop, BalloonConfig config)
    : loop_(loop), config_(std::move(config)), target_pages_(pages_of(config_.target)), told_target_(target_pages_) {
  loop_.call([this] {
    loop_.add(changed_.get(), EPOLLIN, [this](std::uint32_t) {
      changed_.drain();
      told();
    });
  });
}

Balloon::~Balloon() {
  loop_.call([this] {
    reset();
    loop_.remove(changed_.get());
  });
}

std::uint64_t Balloon::features() const noexcept {
  return bit(VIRTIO_BALLOON_F_STATS_VQ) | (config_.deflate_on_oom ? bit(VIRTIO_BALLOON_F_DEFLATE_ON_OOM) : 0) |
         (config_.report_free_pages ? bit(VIRTIO_BALLOON_F_REPORTING) : 0);
}

void Balloon::read_config(std::uint64_t offset, std::span<std::byte> data) {
  std::ranges::fill(data, std::byte{0});
  const std::array<std::uint32_t, 2> config = {target_pages_, actual_pages_};  // num_pages, actual
  const auto bytes = std::as_bytes(std::span(config));
  if (offset >= bytes.size()) return;
  std::memcpy(data.data(), bytes.data() + offset, std::min<std::size_t>(data.size(), bytes.size() - offset));
}

void Balloon::write_config(std::uint64_t offset, std::span<const std::byte> data) {
  std::uint32_t pages = 0;
  if (offset != offsetof(virtio_balloon_config, actual) || data.size() != sizeof(pages)) return;
  std::memcpy(&pages, data.data(), sizeof(pages));
  actual_pages_ = pages;
  changed_.notify();
}

// Sections 5.5.2: queues that were not negotiated are not there, and the next one takes the number.
void Balloon::activate(const Activation& activation) {
  Active active{.activation = activation, .stats_queue = {}, .report_queue = {}};
  std::size_t next = kDeflate + 1;
  if ((activation.features & bit(VIRTIO_BALLOON_F_STATS_VQ)) != 0) active.stats_queue = next++;
  if ((activation.features & bit(VIRTIO_BALLOON_F_REPORTING)) != 0) active.report_queue = next++;
  active_.emplace(active);
  broken_ = false;
  told_target_ = target_pages_;  // the driver reads it as it starts
  for (std::size_t queue = 0; queue < next; ++queue) {
    if (!activation.queues[queue].ready()) continue;
    // Edge-triggered: each notification wakes us once, and the counter never has to be read.
    loop_.add(activation.kicks[queue].get(), EPOLLIN | EPOLLET, [this, queue](std::uint32_t) { work(queue); });
    // Linux fills the stats queue before it says DRIVER_OK, and does not notify again.
    activation.kicks[queue].notify();
  }
}

void Balloon::reset() {
  if (!active_) return;
  for (const EventFd& kick : active_->activation.kicks) loop_.remove(kick.get());
  active_.reset();
  stats_head_.reset();
  actual_pages_ = 0;
  changed_.notify();
}

void Balloon::pause() {
  paused_ = true;
  // Back into the ring, so that whoever goes on with the rings, here or elsewhere, finds it there.
  if (stats_head_ && active_) active_->activation.queues[*active_->stats_queue].undo_pop();
  stats_head_.reset();
}

void Balloon::resume() {
  if (!std::exchange(paused_, false) || !active_) return;
  for (std::size_t queue = 0; queue < active_->activation.queues.size(); ++queue) work(queue);
  told();
}

void Balloon::set_target(std::uint64_t bytes) noexcept {
  target_pages_ = pages_of(bytes);
  changed_.notify();
}

void Balloon::request_stats() noexcept {
  stats_wanted_ = true;
  changed_.notify();
}

BalloonStats Balloon::stats() const {
  const std::lock_guard lock(mutex_);
  return {.target_bytes = target_pages_ * kPage,
          .actual_bytes = actual_pages_ * kPage,
          .inflated_bytes = inflated_,
          .reported_bytes = reported_,
          .guest = guest_};
}

// Passes on what other threads have changed.
void Balloon::told() {
  const std::uint32_t actual = actual_pages_;
  if (std::exchange(told_actual_, actual) != actual && config_.on_actual) config_.on_actual(actual * kPage);
  if (!active_ || paused_) return;
  const std::uint32_t target = target_pages_;
  if (std::exchange(told_target_, target) != target) active_->activation.interrupt.config_changed();
  ask_stats();
}

void Balloon::work(std::size_t number) {
  if (!active_ || paused_ || broken_) return;
  Queue& queue = active_->activation.queues[number];
  queue.disable_notifications();
  for (int taken = 0; taken < kRequestsPerTurn; ++taken) {
    const Pop popped = queue.pop(chain_);
    if (popped == Pop::chain) {
      take(number);
    } else if (popped == Pop::broken) {
      broken_ = true;
      return active_->activation.interrupt.needs_reset();
    } else if (queue.enable_notifications()) {
      return signal(number);
    }
  }
  signal(number);
  active_->activation.kicks[number].notify();
}

void Balloon::signal(std::size_t queue) {
  if (active_->activation.queues[queue].should_interrupt()) {
    active_->activation.interrupt.queue_used(static_cast<std::uint16_t>(queue));
  }
}

void Balloon::take(std::size_t number) {
  if (number == active_->stats_queue) return take_stats();
  if (number == kInflate) take_pages();
  if (number == active_->report_queue) {
    for (const iovec& buffer : chain_.writable) {
      reported_ += free_pages({static_cast<std::byte*>(buffer.iov_base), buffer.iov_len});
    }
  }
  // Deflation needs nothing: a page that is touched is there again.
  active_->activation.queues[number].push(chain_.head, 0);
}

void Balloon::take_pages() {
  pages_.resize(std::min<std::uint64_t>(chain_.readable_bytes / sizeof(std::uint32_t), kMostPages));
  stream::gather(chain_.readable, 0, std::as_writable_bytes(std::span(pages_)));
  inflated_ += free_pages(active_->activation.memory, pages_);
}

void Balloon::take_stats() {
  const GuestMemoryStats stats = parse_memory_stats(chain_.readable, std::chrono::steady_clock::now());
  {
    const std::lock_guard lock(mutex_);
    guest_ = stats;
  }
  Queue& queue = active_->activation.queues[*active_->stats_queue];
  // A driver has one buffer there; if one has more, the older goes back.
  if (stats_head_) queue.push(*stats_head_, 0);
  stats_head_ = chain_.head;
  if (config_.on_stats) config_.on_stats(stats);
  ask_stats();
}

// Giving the buffer back is how the guest is asked to fill it anew.
void Balloon::ask_stats() {
  if (!stats_head_ || !stats_wanted_.exchange(false)) return;
  active_->activation.queues[*active_->stats_queue].push(*std::exchange(stats_head_, std::nullopt), 0);
  signal(*active_->stats_queue);
}

}  // namespace vmwright::virtio
