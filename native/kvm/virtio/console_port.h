// The bytes of one port of a virtio console: from a queue to a channel and back. virtio 1.2, section 5.3.6.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/event_fd.h"
#include "kvm/stream/channel.h"
#include "kvm/virtio/device.h"

namespace vmwright::virtio {

// On the device's loop.
class ConsolePort {
 public:
  struct Stats {
    std::uint64_t from_guest = 0;  // bytes taken from the guest, also those that nobody listened to
    std::uint64_t to_guest = 0;
  };
  // What a running port works with; stays valid until stop().
  struct Wiring {
    Queue* receive_queue;
    const EventFd* receive_kick;
    std::uint16_t receive_index;
    Queue* transmit_queue;
    const EventFd* transmit_kick;
    std::uint16_t transmit_index;
    Interrupt* interrupt;
  };

  explicit ConsolePort(std::unique_ptr<stream::Channel> channel) : channel_(std::move(channel)) {}

  stream::Channel& channel() noexcept { return *channel_; }
  const Stats& stats() const noexcept { return stats_; }

  void start(const Wiring& wiring);
  void stop();
  bool started() const noexcept { return wiring_.interrupt != nullptr; }

  // Guest to host, as far as the channel takes it. False when the guest broke its ring.
  bool transmit();
  // Host to guest, as far as the guest has room.
  bool receive();
  // The channel has something to read.
  void input_came() noexcept { input_ = true; }
  // Whoever the guest talked to has gone; what was half sent to him is nobody else's.
  void drop_rest() noexcept;

 private:
  bool send(const Chain& chain, std::size_t& budget);

  std::unique_ptr<stream::Channel> channel_;
  Wiring wiring_{};
  Chain chain_;
  std::vector<iovec> pieces_;
  // Bytes of the first request in the transmit queue that are sent already.
  std::uint64_t sent_ = 0;
  bool input_ = true;
  Stats stats_;
};

}  // namespace vmwright::virtio
