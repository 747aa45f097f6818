#include "kvm/virtio/net_receiver.h"

#include <algorithm>
#include <cstddef>

#include "kvm/net/abi.h"
#include "kvm/stream/iovec.h"

namespace vmwright::virtio {
namespace {

// What was used up at the front of the lists is removed when it is so much.
constexpr std::size_t kCompactAt = 1024;

}  // namespace

void NetReceiver::start(Queue& queue, bool mergeable) {
  stop();
  queue_ = &queue;
  mergeable_ = mergeable;
}

void NetReceiver::stop() {
  queue_ = nullptr;
  held_.clear();
  pieces_.clear();
  first_ = first_piece_ = 0;
  bytes_ = 0;
}

void NetReceiver::rewind() {
  if (queue_ == nullptr) return;
  QueueCounters counters = queue_->counters();
  counters.next_available -= static_cast<std::uint16_t>(held_.size() - first_);
  Queue& queue = *queue_;
  start(queue, mergeable_);
  queue.resume_at(counters);
}

bool NetReceiver::full() const noexcept {
  const std::size_t held = held_.size() - first_;
  if (!mergeable_) return held > 0;
  return held == queue_->size() || pieces_.size() - first_piece_ >= stream::kMaxPieces;
}

NetReceiver::Fill NetReceiver::fill(std::size_t bytes) {
  while (!full() && bytes_ < bytes) {
    const Pop popped = queue_->pop(chain_);
    if (popped == Pop::broken) return Fill::broken;
    if (popped == Pop::empty) return Fill::waiting;
    if (chain_.writable_bytes == 0) {
      queue_->push(chain_.head, 0);
    } else {
      hold(chain_);
    }
  }
  return bytes_ >= bytes ? Fill::enough : Fill::never;
}

void NetReceiver::hold(const Chain& chain) {
  compact();
  held_.push_back({chain.head, chain.writable.size(), chain.writable_bytes});
  pieces_.insert(pieces_.end(), chain.writable.begin(), chain.writable.end());
  bytes_ += chain.writable_bytes;
}

void NetReceiver::compact() {
  if (first_piece_ < kCompactAt && first_piece_ < pieces_.size()) return;
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(first_));
  pieces_.erase(pieces_.begin(), pieces_.begin() + static_cast<std::ptrdiff_t>(first_piece_));
  first_ = first_piece_ = 0;
}

std::span<const iovec> NetReceiver::buffers() const noexcept {
  const auto all = std::span(pieces_).subspan(first_piece_);
  return all.first(std::min(all.size(), stream::kMaxPieces));
}

void NetReceiver::deliver(std::size_t size) {
  const auto target = buffers();
  used_.clear();
  std::size_t left = size;
  std::size_t pieces = 0;
  while (left > 0) {
    const Held& held = held_[first_++];
    const std::size_t part = std::min<std::uint64_t>(left, held.bytes);
    used_.push_back({held.head, static_cast<std::uint32_t>(part)});
    left -= part;
    pieces += held.pieces;
    bytes_ -= held.bytes;
  }
  const auto count = static_cast<std::uint16_t>(used_.size());
  stream::scatter(target, offsetof(virtio_net_hdr_v1, num_buffers), std::as_bytes(std::span(&count, 1)));
  queue_->push(used_);
  first_piece_ += pieces;
}

}  // namespace vmwright::virtio
