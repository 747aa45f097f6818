#include "kvm/virtio/vsock.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <utility>

#include "kvm/stream/iovec.h"

namespace vmwright::virtio {
namespace {

static_assert(sizeof(virtio_vsock_hdr) == 44);

// Section 5.10.2.
constexpr std::uint16_t kReceive = 0;
constexpr std::uint16_t kTransmit = 1;
constexpr std::uint16_t kEvent = 2;
constexpr std::array<std::uint16_t, 3> kQueueSizes = {128, 128, 16};

constexpr std::uint64_t kHostCid = 2;
// Ports of clients, from here up; lower ones are for what listens.
constexpr std::uint32_t kFirstPort = 1U << 30;

// Packets of one turn and direction.
constexpr int kTurn = 64;
// While the guest is owed so many resets and has no room for them, its packets wait.
constexpr std::size_t kMaxResets = 64;

// For a guest that was told of the end of a connection, to end it, too.
constexpr std::chrono::seconds kCloseTimeout{2};

}  // namespace

VsockDevice::VsockDevice(EventLoop& loop, Config config)
    : loop_(loop),
      guest_cid_(config.guest_cid),
      max_connections_(config.max_connections),
      host_(loop, std::move(config.listener), std::move(config.path),
            [this](Fd client, std::uint32_t port) { connect(std::move(client), port); }),
      next_port_(kFirstPort) {
  update_listening();
}

VsockDevice::~VsockDevice() {
  reset();
  drop_all();
}

std::span<const std::uint16_t> VsockDevice::queue_sizes() const noexcept { return kQueueSizes; }

void VsockDevice::read_config(std::uint64_t offset, std::span<std::byte> data) {
  const virtio_vsock_config config{.guest_cid = guest_cid_};
  const auto bytes = std::as_bytes(std::span(&config, 1));
  std::ranges::fill(data, std::byte{});
  if (offset < bytes.size()) std::memcpy(data.data(), bytes.data() + offset, std::min(data.size(), bytes.size() - offset));
}

void VsockDevice::activate(const Activation& activation) {
  activation_.emplace(activation);
  broken_ = false;
  for (std::size_t queue = 0; queue < activation.kicks.size(); queue++) {
    const EventFd& kick = activation.kicks[queue];
    loop_.add(kick.get(), EPOLLIN, [this, queue, &kick](std::uint32_t) {
      kick.drain();
      on_kick(queue);
    });
  }
}

void VsockDevice::reset() {
  if (!activation_) return;
  for (const EventFd& kick : activation_->kicks) loop_.remove(kick.get());
  activation_.reset();
  owes_event_ = false;
  drop_all();
}

void VsockDevice::resume() {
  paused_ = false;
  for (std::size_t queue = 0; queue < kQueueSizes.size(); queue++) on_kick(queue);
}

void VsockDevice::on_kick(std::size_t queue) {
  if (!running()) return;
  if (queue == kReceive) {
    give_packets();
    take_packets();  // which may have waited for room
  } else if (queue == kTransmit) {
    take_packets();
  } else {
    give_event();
  }
}

// Guest to host.

void VsockDevice::take_packets() {
  if (!running()) return;
  Queue& queue = activation_->queues[kTransmit];
  int budget = kTurn;
  queue.disable_notifications();
  while (resets_.size() < kMaxResets) {
    const Pop popped = queue.pop(chain_);
    if (popped == Pop::broken) return fail();
    if (popped == Pop::empty) {
      if (queue.enable_notifications()) break;
      continue;
    }
    take(chain_);
    queue.push(chain_.head, 0);
    if (--budget == 0) {
      activation_->kicks[kTransmit].notify();
      break;
    }
  }
  if (queue.should_interrupt()) activation_->interrupt.queue_used(kTransmit);
  const bool held_up = resets_.size() >= kMaxResets;
  give_packets();
  if (held_up && resets_.size() < kMaxResets && running()) activation_->kicks[kTransmit].notify();
}

void VsockDevice::take(const Chain& chain) {
  virtio_vsock_hdr header;
  const std::size_t size = stream::gather(chain.readable, 0, std::as_writable_bytes(std::span(&header, 1)));
  if (size != sizeof header || header.src_cid != guest_cid_ || header.dst_cid != kHostCid) {
    stats_.ignored++;
    return;
  }
  const Key id = key(header.dst_port, header.src_port);
  const auto connection = connections_.find(id);
  if (connection == connections_.end()) return request(header);
  const std::size_t length = header.op == VIRTIO_VSOCK_OP_RW ? header.len : 0;
  if (header.type != VIRTIO_VSOCK_TYPE_STREAM || length > VsockConnection::kLargestPayload ||
      stream::slice(chain.readable, sizeof header, length, pieces_) != length) {
    return judge(id, VsockConnection::Verdict::to_reset);
  }
  stats_.from_guest += length;
  judge(id, connection->second->take(header, pieces_));
}

// A packet for a connection that does not exist.
void VsockDevice::request(const virtio_vsock_hdr& header) {
  if (header.op == VIRTIO_VSOCK_OP_RST) return;
  if (header.op == VIRTIO_VSOCK_OP_REQUEST && header.type == VIRTIO_VSOCK_TYPE_STREAM &&
      connections_.size() < max_connections_) {
    Fd socket = host_.dial(header.dst_port);
    if (socket) {
      VsockConnection* connection =
          add(VsockConnection::Origin::guest, std::move(socket), header.dst_port, header.src_port);
      // Its credit.
      virtio_vsock_hdr opening = header;
      opening.op = VIRTIO_VSOCK_OP_CREDIT_UPDATE;
      judge(key(header.dst_port, header.src_port), connection->take(opening, {}));
      return;
    }
  }
  owe_reset(header.dst_port, header.src_port);
}

// Host to guest.

void VsockDevice::give_packets() {
  if (!running()) return;
  Queue& queue = activation_->queues[kReceive];
  int budget = kTurn;
  queue.disable_notifications();
  while (anything_to_give()) {
    const Pop popped = queue.pop(chain_);
    if (popped == Pop::broken) return fail();
    if (popped == Pop::empty) {
      if (queue.enable_notifications()) break;
      continue;
    }
    if (chain_.writable_bytes < sizeof(virtio_vsock_hdr)) {
      queue.push(chain_.head, 0);
    } else if (!give(chain_)) {
      queue.undo_pop();
      break;
    }
    if (--budget == 0) {
      activation_->kicks[kReceive].notify();
      break;
    }
  }
  if (queue.should_interrupt()) activation_->interrupt.queue_used(kReceive);
}

// One packet; false when nobody had one.
bool VsockDevice::give(const Chain& chain) {
  virtio_vsock_hdr header{};
  if (!resets_.empty()) {
    const Key id = resets_.front();
    resets_.pop_front();
    header.op = VIRTIO_VSOCK_OP_RST;
    write(chain, header, static_cast<std::uint32_t>(id >> 32), static_cast<std::uint32_t>(id));
    return true;
  }
  const std::size_t room = std::min<std::uint64_t>(chain.writable_bytes - sizeof header, VsockConnection::kLargestPayload);
  stream::slice(chain.writable, sizeof header, room, pieces_);
  while (!ready_.empty()) {
    const Key id = ready_.front();
    ready_.pop_front();
    VsockConnection& connection = *connections_.at(id);
    connection.queued = false;
    if (!connection.give(pieces_, header)) continue;
    write(chain, header, connection.host_port(), connection.guest_port());
    stats_.to_guest += header.len;
    judge(id, VsockConnection::Verdict::open);
    return true;
  }
  return false;
}

void VsockDevice::write(const Chain& chain, virtio_vsock_hdr header, std::uint32_t host_port, std::uint32_t guest_port) {
  header.src_cid = kHostCid;
  header.dst_cid = guest_cid_;
  header.src_port = host_port;
  header.dst_port = guest_port;
  header.type = VIRTIO_VSOCK_TYPE_STREAM;
  stream::scatter(chain.writable, 0, std::as_bytes(std::span(&header, 1)));
  activation_->queues[kReceive].push(chain.head, static_cast<std::uint32_t>(sizeof header + header.len));
}

void VsockDevice::give_event() {
  if (!running() || !owes_event_) return;
  Queue& queue = activation_->queues[kEvent];
  const Pop popped = queue.pop(chain_);
  if (popped == Pop::broken) return fail();
  if (popped == Pop::empty) return;
  const virtio_vsock_event event{.id = VIRTIO_VSOCK_EVENT_TRANSPORT_RESET};
  const std::size_t size = stream::scatter(chain_.writable, 0, std::as_bytes(std::span(&event, 1)));
  queue.push(chain_.head, static_cast<std::uint32_t>(size));
  owes_event_ = false;
  if (queue.should_interrupt()) activation_->interrupt.queue_used(kEvent);
}

// Connections.

VsockConnection* VsockDevice::add(VsockConnection::Origin origin, Fd socket, std::uint32_t host_port,
                                  std::uint32_t guest_port) {
  const Key id = key(host_port, guest_port);
  const int fd = socket.get();
  const auto [at, added] =
      connections_.emplace(id, std::make_unique<VsockConnection>(origin, std::move(socket), host_port, guest_port));
  loop_.add(fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, [this, id](std::uint32_t events) { on_socket(id, events); });
  update_listening();
  return at->second.get();
}

void VsockDevice::connect(Fd client, std::uint32_t port) {
  if (!activation_ || connections_.size() >= max_connections_) return;
  const auto next = [this] { return std::exchange(next_port_, next_port_ == ~0U ? kFirstPort : next_port_ + 1); };
  std::uint32_t host_port = next();
  while (connections_.contains(key(host_port, port))) host_port = next();
  add(VsockConnection::Origin::host, std::move(client), host_port, port);
  judge(key(host_port, port), VsockConnection::Verdict::open);
  give_packets();
}

void VsockDevice::on_socket(Key id, std::uint32_t events) {
  judge(id, connections_.at(id)->on_event(events));
  give_packets();
}

void VsockDevice::judge(Key id, VsockConnection::Verdict verdict) {
  VsockConnection& connection = *connections_.at(id);
  if (verdict != VsockConnection::Verdict::open) {
    if (verdict == VsockConnection::Verdict::to_reset) owe_reset(connection.host_port(), connection.guest_port());
    return remove(id);
  }
  if (connection.waits_for_reset() && connection.timer == 0) {
    connection.timer = loop_.add_timer(kCloseTimeout, [this, id] {
      judge(id, VsockConnection::Verdict::to_reset);
      give_packets();
    });
  }
  if (!connection.queued && connection.wants_to_send()) {
    connection.queued = true;
    ready_.push_back(id);
  }
}

void VsockDevice::owe_reset(std::uint32_t host_port, std::uint32_t guest_port) {
  stats_.resets++;
  resets_.push_back(key(host_port, guest_port));
}

void VsockDevice::remove(Key id) {
  const auto connection = connections_.find(id);
  if (connection->second->timer != 0) loop_.cancel_timer(connection->second->timer);
  if (connection->second->queued) std::erase(ready_, id);
  loop_.remove(connection->second->fd());
  connections_.erase(connection);
  update_listening();
}

void VsockDevice::drop_all() {
  while (!connections_.empty()) remove(connections_.begin()->first);
  host_.drop_waiting();
  ready_.clear();
  resets_.clear();
  update_listening();
}

void VsockDevice::update_listening() {
  host_.accept_clients(connections_.size() < max_connections_);
}

void VsockDevice::end_connections() {
  drop_all();
  owes_event_ = activation_.has_value();
  give_event();
}

void VsockDevice::fail() {
  broken_ = true;
  activation_->interrupt.needs_reset();
}

VsockDevice::Stats VsockDevice::stats() const {
  Stats stats = stats_;
  stats.connections = connections_.size();
  return stats;
}

}  // namespace vmwright::virtio
