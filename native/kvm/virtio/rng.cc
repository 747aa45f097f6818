#include "kvm/virtio/rng.h"

#include <sys/epoll.h>
#include <sys/random.h>

#include <algorithm>

namespace vmwright::virtio {
namespace {

// Of one request: up to this size getrandom(2) is quick and not interrupted by signals. A driver takes less than it asked
// for; section 5.4.6.1.
constexpr std::size_t kMostBytes = 256;
// Then the loop looks after its other devices before it goes on.
constexpr int kRequestsPerTurn = 64;

}  // namespace

void RngDevice::read_config(std::uint64_t, std::span<std::byte> data) { std::ranges::fill(data, std::byte{0}); }

void RngDevice::activate(const Activation& activation) {
  activation_.emplace(activation);
  broken_ = false;
  loop_.add(activation.kicks[0].get(), EPOLLIN, [this](std::uint32_t) {
    activation_->kicks[0].drain();
    work();
  });
  work();
}

void RngDevice::reset() {
  if (!activation_) return;
  loop_.remove(activation_->kicks[0].get());
  activation_.reset();
}

void RngDevice::resume() {
  paused_ = false;
  work();
}

void RngDevice::work() {
  if (!activation_ || paused_ || broken_) return;
  Queue& queue = activation_->queues[0];
  Pop pop = Pop::empty;
  for (int i = 0; i < kRequestsPerTurn && (pop = queue.pop(chain_)) == Pop::chain; i++) {
    const std::uint32_t written = fill(chain_);
    bytes_ += written;
    queue.push(chain_.head, written);
  }
  if (queue.should_interrupt()) activation_->interrupt.queue_used(0);
  if (pop == Pop::broken) {
    broken_ = true;
    activation_->interrupt.needs_reset();
  } else if (!queue.enable_notifications()) {
    activation_->kicks[0].notify();
  }
}

// Nothing for a request without a writable buffer, which makes no sense but is completed all the same.
std::uint32_t RngDevice::fill(const Chain& chain) const {
  std::size_t done = 0;
  for (const iovec& buffer : chain.writable) {
    const std::size_t wanted = std::min(buffer.iov_len, kMostBytes - done);
    if (wanted == 0) break;
    const ssize_t given = getrandom(buffer.iov_base, wanted, 0);
    if (given < 0) break;
    done += static_cast<std::size_t>(given);
  }
  return static_cast<std::uint32_t>(done);
}

}  // namespace vmwright::virtio
