#include "kvm/virtio/net.h"

#include <sys/epoll.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "kvm/stream/iovec.h"
#include "kvm/virtio/net_header.h"

namespace vmwright::virtio {
namespace {

static_assert(sizeof(virtio_net_hdr_v1) == net::kHeaderSize);

// Section 5.1.2.
constexpr std::uint16_t kReceive = 0;
constexpr std::uint16_t kTransmit = 1;
constexpr std::array<std::uint16_t, 2> kQueueSizes = {256, 256};

constexpr std::uint32_t kWatched = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

// Frames of one turn and direction, so that neither starves the other.
constexpr int kTurn = 64;

constexpr std::size_t kUsualMtu = 1500;
constexpr std::size_t kVlanHeader = 18;

}  // namespace

void NetDevice::Direction::count(std::size_t size) noexcept {
  frames.fetch_add(1, std::memory_order_relaxed);
  bytes.fetch_add(size - net::kHeaderSize, std::memory_order_relaxed);
}

NetDevice::NetDevice(EventLoop& loop, std::unique_ptr<net::Backend> backend, const Config& config, LinkChanged on_link)
    : loop_(loop),
      backend_(std::move(backend)),
      config_(config),
      on_link_(std::move(on_link)),
      link_(backend_->link()) {
  loop_.add(backend_->fd(), kWatched, [this](std::uint32_t events) { on_event(events); });
}

NetDevice::~NetDevice() {
  on_link_ = nullptr;  // its owner is going, too
  reset();
  if (watched_) loop_.remove(backend_->fd());
}

std::uint64_t NetDevice::features() const noexcept {
  const std::uint64_t mtu = config_.mtu ? 1ULL << VIRTIO_NET_F_MTU : 0;
  return backend_->features() | mtu | 1ULL << VIRTIO_NET_F_MAC | 1ULL << VIRTIO_NET_F_STATUS |
         1ULL << VIRTIO_NET_F_MRG_RXBUF;
}

std::span<const std::uint16_t> NetDevice::queue_sizes() const noexcept { return kQueueSizes; }

void NetDevice::read_config(std::uint64_t offset, std::span<std::byte> data) {
  virtio_net_config config{};
  std::ranges::copy(config_.mac, config.mac);
  config.status = link_ == net::Link::up ? VIRTIO_NET_S_LINK_UP : 0;
  config.max_virtqueue_pairs = 1;
  config.mtu = config_.mtu.value_or(0);
  const auto bytes = std::as_bytes(std::span(&config, 1));
  std::ranges::fill(data, std::byte{});
  if (offset < bytes.size()) std::memcpy(data.data(), bytes.data() + offset, std::min(data.size(), bytes.size() - offset));
}

void NetDevice::activate(const Activation& activation) {
  activation_.emplace(activation);
  broken_ = send_blocked_ = false;
  input_ = true;
  const bool large = negotiated(VIRTIO_NET_F_GUEST_TSO4) || negotiated(VIRTIO_NET_F_GUEST_TSO6);
  const std::size_t frame = large ? net::kLargestFrame : kVlanHeader + std::max<std::size_t>(kUsualMtu, config_.mtu.value_or(0));
  usual_frame_ = net::kHeaderSize + frame;
  large_frame_ = 0;
  receiver_.start(activation.queues[kReceive], negotiated(VIRTIO_NET_F_MRG_RXBUF));
  backend_->use(activation.features);
  for (const std::uint16_t queue : {kReceive, kTransmit}) {
    const EventFd& kick = activation.kicks[queue];
    loop_.add(kick.get(), EPOLLIN, [this, queue, &kick](std::uint32_t) {
      kick.drain();
      queue == kReceive ? receive() : transmit();
    });
  }
  update_link();
}

void NetDevice::reset() {
  if (!activation_) return;
  for (const EventFd& kick : activation_->kicks) loop_.remove(kick.get());
  receiver_.stop();
  activation_.reset();
  backend_->use(0);
}

void NetDevice::pause() {
  if (running()) receiver_.rewind();
  paused_ = true;
}

void NetDevice::resume() {
  paused_ = false;
  receive();
  transmit();
}

void NetDevice::on_event(std::uint32_t events) {
  backend_->on_event(events);
  if ((events & ~EPOLLOUT) != 0) input_ = true;
  const bool writable = (events & EPOLLOUT) != 0 && std::exchange(send_blocked_, false);
  update_link();
  if (writable) transmit();
  receive();
}

void NetDevice::update_link() {
  const net::Link link = backend_->link();
  if (link_.exchange(link) == link) return;
  if (link == net::Link::gone) {
    if (std::exchange(watched_, false)) loop_.remove(backend_->fd());
  } else {
    // A tap tells that it is up again only to who has looked since it is down.
    loop_.modify(backend_->fd(), kWatched);
  }
  if (activation_ && negotiated(VIRTIO_NET_F_STATUS)) activation_->interrupt.config_changed();
  if (on_link_) on_link_(link);
}

void NetDevice::transmit() {
  if (!running() || send_blocked_) return;
  Queue& queue = activation_->queues[kTransmit];
  int budget = kTurn;
  queue.disable_notifications();
  for (;;) {
    const Pop popped = queue.pop(chain_);
    if (popped == Pop::broken) return fail();
    if (popped == Pop::empty) {
      if (queue.enable_notifications()) break;
      continue;
    }
    const net::Sent sent = send(chain_);
    if (sent == net::Sent::busy) {
      queue.undo_pop();
      send_blocked_ = true;
      break;
    }
    sent == net::Sent::done ? sent_.count(chain_.readable_bytes) : sent_.drop();
    queue.push(chain_.head, 0);
    if (--budget == 0) {
      activation_->kicks[kTransmit].notify();
      break;
    }
  }
  if (queue.should_interrupt()) activation_->interrupt.queue_used(kTransmit);
  update_link();
}

net::Sent NetDevice::send(const Chain& chain) {
  if (chain.readable_bytes < net::kHeaderSize + net::kSmallestFrame ||
      chain.readable_bytes > net::kHeaderSize + net::kLargestFrame) {
    return net::Sent::refused;
  }
  // Checked and sent from our copy: the guest could change its own meanwhile.
  virtio_net_hdr_v1 header;
  stream::gather(chain.readable, 0, std::as_writable_bytes(std::span(&header, 1)));
  if (!check_header(header, activation_->features)) return net::Sent::refused;
  const std::size_t frame = chain.readable_bytes - sizeof header;
  if (stream::slice(chain.readable, sizeof header, frame, pieces_) != frame) return net::Sent::refused;
  pieces_.insert(pieces_.begin(), {&header, sizeof header});
  return backend_->send(pieces_);
}

void NetDevice::receive() {
  if (!running()) return;
  Queue& queue = activation_->queues[kReceive];
  queue.disable_notifications();
  for (int budget = kTurn; receive_one();) {
    if (--budget > 0) continue;
    activation_->kicks[kReceive].notify();
    break;
  }
  if (broken_) return;
  if (queue.should_interrupt()) activation_->interrupt.queue_used(kReceive);
  update_link();
}

// Whether to go on.
bool NetDevice::receive_one() {
  if (!input_ || !make_room()) return false;
  const net::Received received = backend_->receive(receiver_.buffers());
  switch (received.what) {
    case net::Received::What::none:
      input_ = false;
      return false;
    case net::Received::What::too_large:
      large_frame_ = received.size;
      return true;
    case net::Received::What::refused:
      received_.drop();
      return true;
    case net::Received::What::frame:
      receiver_.deliver(received.size);
      received_.count(received.size);
      large_frame_ = 0;
      return true;
  }
  return false;
}

// Buffers for the next frame. For one that is not known yet any will do: it is kept when it does not fit.
bool NetDevice::make_room() {
  for (;;) {
    switch (receiver_.fill(large_frame_ != 0 ? large_frame_ : usual_frame_)) {
      case NetReceiver::Fill::enough: return true;
      case NetReceiver::Fill::broken: fail(); return false;
      case NetReceiver::Fill::never:
        if (large_frame_ != 0) {
          backend_->drop();
          received_.drop();
          large_frame_ = 0;
        }
        return true;
      case NetReceiver::Fill::waiting:
        if (large_frame_ == 0 && !receiver_.empty()) return true;
        // False: more came in meanwhile.
        if (activation_->queues[kReceive].enable_notifications()) return false;
    }
  }
}

void NetDevice::fail() {
  broken_ = true;
  activation_->interrupt.needs_reset();
}

NetDevice::Stats NetDevice::stats() const noexcept {
  return {sent_.frames, sent_.bytes, sent_.dropped, received_.frames, received_.bytes, received_.dropped, link_};
}

}  // namespace vmwright::virtio
