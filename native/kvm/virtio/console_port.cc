#include "kvm/virtio/console_port.h"

#include <algorithm>
#include <limits>

#include "kvm/stream/iovec.h"

namespace vmwright::virtio {
namespace {

// Work of one turn, so that one busy port does not hold up the loop: bytes, and what a request costs besides.
constexpr std::size_t kTurn = 256 << 10;
constexpr std::size_t kRequest = 512;
// One read or write of a channel.
constexpr std::size_t kPortion = 64 << 10;

constexpr std::uint64_t kSentAll = std::numeric_limits<std::uint64_t>::max();

void spend(std::size_t& budget, std::size_t bytes) { budget -= std::min(budget, bytes); }

}  // namespace

void ConsolePort::start(const Wiring& wiring) {
  wiring_ = wiring;
  sent_ = 0;
  input_ = true;
}

void ConsolePort::stop() { wiring_ = {}; }

void ConsolePort::drop_rest() noexcept {
  if (sent_ > 0) sent_ = kSentAll;
}

// True when all of the request is sent; what is left stays in the guest's ring.
bool ConsolePort::send(const Chain& chain, std::size_t& budget) {
  while (sent_ < chain.readable_bytes) {
    const std::size_t size = stream::slice(chain.readable, sent_, std::min(budget, kPortion), pieces_);
    const std::size_t taken = size == 0 ? 0 : channel_->write(pieces_);
    sent_ += taken;
    stats_.from_guest += taken;
    spend(budget, taken);
    if (taken < size || budget == 0) break;
  }
  return sent_ >= chain.readable_bytes;
}

bool ConsolePort::transmit() {
  if (!started()) return true;
  Queue& queue = *wiring_.transmit_queue;
  std::size_t budget = kTurn;
  queue.disable_notifications();
  for (;;) {
    const Pop popped = queue.pop(chain_);
    if (popped == Pop::broken) return false;
    if (popped == Pop::empty) {
      if (queue.enable_notifications()) break;
      continue;
    }
    if (!send(chain_, budget)) {
      queue.undo_pop();
      if (budget == 0) wiring_.transmit_kick->notify();
      break;
    }
    queue.push(chain_.head, 0);
    sent_ = 0;
    spend(budget, kRequest);
    if (budget == 0) {
      wiring_.transmit_kick->notify();
      break;
    }
  }
  if (queue.should_interrupt()) wiring_.interrupt->queue_used(wiring_.transmit_index);
  return true;
}

bool ConsolePort::receive() {
  if (!started()) return true;
  Queue& queue = *wiring_.receive_queue;
  std::size_t budget = kTurn;
  queue.disable_notifications();
  while (input_) {
    const Pop popped = queue.pop(chain_);
    if (popped == Pop::broken) return false;
    if (popped == Pop::empty) {
      if (queue.enable_notifications()) break;
      continue;
    }
    const std::size_t size = stream::slice(chain_.writable, 0, kPortion, pieces_);
    const std::size_t count = size == 0 ? 0 : channel_->read(pieces_);
    if (count == 0 && size > 0) {
      queue.undo_pop();
      input_ = false;
      break;
    }
    queue.push(chain_.head, static_cast<std::uint32_t>(count));
    stats_.to_guest += count;
    spend(budget, count + kRequest);
    if (budget == 0) {
      wiring_.receive_kick->notify();
      break;
    }
  }
  if (queue.should_interrupt()) wiring_.interrupt->queue_used(wiring_.receive_index);
  return true;
}

}  // namespace vmwright::virtio
