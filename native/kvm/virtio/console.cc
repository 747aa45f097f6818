#include "kvm/virtio/console.h"

#include <linux/virtio_console.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "kvm/stream/iovec.h"

namespace vmwright::virtio {
namespace {

constexpr std::uint64_t kSize = 1ULL << VIRTIO_CONSOLE_F_SIZE;
constexpr std::uint64_t kMultiport = 1ULL << VIRTIO_CONSOLE_F_MULTIPORT;

// Section 5.3.2: two queues for port 0, two for control messages, two for each further port.
constexpr std::size_t kControlReceive = 2;
constexpr std::size_t kControlTransmit = 3;
constexpr std::size_t receive_queue(std::size_t port) { return port == 0 ? 0 : 2 + 2 * port; }
constexpr std::size_t transmit_queue(std::size_t port) { return receive_queue(port) + 1; }

// Linux keeps every receive queue full of whole pages and has one request of a data port on its way at a time.
constexpr std::uint16_t kKeyboardQueue = 16;
constexpr std::uint16_t kReceiveQueue = 64;
constexpr std::uint16_t kOtherQueue = 32;

// Control messages looked at in one turn.
constexpr int kControlTurn = 64;

std::vector<ConsoleControl::Port> control_ports(const std::vector<ConsoleDevice::Port>& ports) {
  std::vector<ConsoleControl::Port> result;
  for (const auto& port : ports) {
    result.push_back({.name = port.name,
                      .console = port.role == ConsoleDevice::Role::console,
                      .host_open = port.channel->connected()});
  }
  return result;
}

std::vector<std::uint16_t> sizes_of(std::size_t ports) {
  std::vector<std::uint16_t> sizes{kKeyboardQueue, kOtherQueue, kOtherQueue, kOtherQueue};
  for (std::size_t port = 1; port < ports; port++) sizes.insert(sizes.end(), {kReceiveQueue, kOtherQueue});
  return sizes;
}

}  // namespace

ConsoleDevice::ConsoleDevice(EventLoop& loop, std::vector<Port> ports, GuestOpen on_guest_open)
    : loop_(loop),
      control_(control_ports(ports)),
      on_guest_open_(std::move(on_guest_open)),
      reported_open_(ports.size()),
      sizes_(sizes_of(ports.size())) {
  for (Port& port : ports) ports_.emplace_back(std::move(port.channel));
  for (std::size_t port = 0; port < ports_.size(); port++) attach(port);
}

ConsoleDevice::~ConsoleDevice() {
  on_guest_open_ = nullptr;  // its owner is going, too
  reset();
}

void ConsoleDevice::attach(std::size_t port) {
  ports_[port].channel().attach({
      .readable =
          [this, port] {
            ports_[port].input_came();
            receive(port);
          },
      .writable = [this, port] { transmit(port); },
      .connected = [this, port](bool open) { on_connected(port, open); },
  });
}

std::uint64_t ConsoleDevice::features() const noexcept { return kSize | kMultiport; }

bool ConsoleDevice::multiport() const noexcept { return activation_ && (activation_->features & kMultiport) != 0; }

void ConsoleDevice::read_config(std::uint64_t offset, std::span<std::byte> data) {
  const std::uint32_t size = size_;
  const virtio_console_config config{.cols = static_cast<std::uint16_t>(size),
                                     .rows = static_cast<std::uint16_t>(size >> 16),
                                     .max_nr_ports = static_cast<std::uint32_t>(ports_.size()),
                                     .emerg_wr = 0};
  const auto bytes = std::as_bytes(std::span(&config, 1));
  std::ranges::fill(data, std::byte{});
  if (offset < bytes.size()) std::memcpy(data.data(), bytes.data() + offset, std::min(data.size(), bytes.size() - offset));
}

void ConsoleDevice::activate(const Activation& activation) {
  activation_.emplace(activation);
  broken_ = false;
  for (std::size_t port = 0; port < ports_.size() && port_usable(port); port++) {
    const std::size_t in = receive_queue(port);
    const std::size_t out = transmit_queue(port);
    ports_[port].start({.receive_queue = &activation.queues[in],
                        .receive_kick = &activation.kicks[in],
                        .receive_index = static_cast<std::uint16_t>(in),
                        .transmit_queue = &activation.queues[out],
                        .transmit_kick = &activation.kicks[out],
                        .transmit_index = static_cast<std::uint16_t>(out),
                        .interrupt = &activation.interrupt});
  }
  watch_kicks();
}

void ConsoleDevice::watch_kicks() {
  for (std::size_t queue = 0; queue < activation_->kicks.size(); queue++) {
    const EventFd& kick = activation_->kicks[queue];
    loop_.add(kick.get(), EPOLLIN, [this, queue, &kick](std::uint32_t) {
      kick.drain();
      on_kick(queue);
    });
  }
}

void ConsoleDevice::reset() {
  if (!activation_) return;
  for (const EventFd& kick : activation_->kicks) loop_.remove(kick.get());
  for (ConsolePort& port : ports_) port.stop();
  control_.reset();
  activation_.reset();
  broken_ = false;
  report_opens();
}

void ConsoleDevice::resume() {
  paused_ = false;
  if (!activation_) return;
  for (std::size_t queue = 0; queue < sizes_.size(); queue++) on_kick(queue);
}

void ConsoleDevice::on_kick(std::size_t queue) {
  if (!running()) return;
  if (queue == kControlTransmit) return take_control();
  if (queue == kControlReceive) return give_control();
  const std::size_t port = queue < 2 ? 0 : (queue - 2) / 2;
  if (queue % 2 == 0) {
    receive(port);
  } else {
    transmit(port);
  }
}

void ConsoleDevice::on_connected(std::size_t port, bool open) {
  if (!open) {
    ports_[port].drop_rest();
    transmit(port);
  }
  control_.set_host_open(port, open);
  give_control();
}

void ConsoleDevice::transmit(std::size_t port) {
  if (running() && !ports_[port].transmit()) fail();
}

void ConsoleDevice::receive(std::size_t port) {
  if (!running() || (multiport() && !control_.may_receive(port))) return;
  if (!ports_[port].receive()) fail();
}

void ConsoleDevice::take_control() {
  Queue& queue = activation_->queues[kControlTransmit];
  int budget = kControlTurn;
  queue.disable_notifications();
  while (running()) {
    const Pop popped = queue.pop(chain_);
    if (popped == Pop::broken) return fail();
    if (popped == Pop::empty) {
      if (queue.enable_notifications()) break;
      continue;
    }
    std::array<std::byte, sizeof(virtio_console_control)> message{};
    if (stream::gather(chain_.readable, 0, message) == message.size()) control_.handle(message);
    queue.push(chain_.head, 0);
    if (--budget == 0) {
      activation_->kicks[kControlTransmit].notify();
      break;
    }
  }
  if (queue.should_interrupt()) activation_->interrupt.queue_used(kControlTransmit);
  report_opens();
  give_control();
}

void ConsoleDevice::give_control() {
  if (!running() || !multiport()) return;
  Queue& queue = activation_->queues[kControlReceive];
  queue.disable_notifications();
  for (;;) {
    const auto& message = control_.next();
    if (message.empty()) break;
    const Pop popped = queue.pop(chain_);
    if (popped == Pop::broken) return fail();
    if (popped == Pop::empty) {
      if (queue.enable_notifications()) break;
      continue;
    }
    queue.push(chain_.head, static_cast<std::uint32_t>(stream::scatter(chain_.writable, 0, message)));
    control_.delivered();
  }
  if (queue.should_interrupt()) activation_->interrupt.queue_used(kControlReceive);
  // What waited until the driver knew that the port is open.
  for (std::size_t port = 0; port < ports_.size(); port++) receive(port);
}

void ConsoleDevice::report_opens() {
  for (std::size_t port = 0; port < ports_.size(); port++) {
    const bool open = control_.guest_open(port);
    if (reported_open_[port] == open) continue;
    reported_open_[port] = open;
    if (on_guest_open_) on_guest_open_(port, open);
  }
}

void ConsoleDevice::fail() {
  broken_ = true;
  activation_->interrupt.needs_reset();
}

void ConsoleDevice::resize(ConsoleControl::Size size) {
  size_ = size.columns | static_cast<std::uint32_t>(size.rows) << 16;
  control_.resize(size);
  if (!activation_ || paused_) return;
  if ((activation_->features & kSize) != 0) activation_->interrupt.config_changed();
  give_control();
}

ConsoleDevice::PortStats ConsoleDevice::stats(std::size_t port) const {
  PortStats stats{ports_[port].stats()};
  stats.guest_open = control_.guest_open(port);
  stats.host_open = const_cast<ConsolePort&>(ports_[port]).channel().connected();
  return stats;
}

}  // namespace vmwright::virtio
