// A channel that loses nothing: a slow client holds the guest up, a slow guest the client. What the guest sends while no
// client is there is dropped, as with QEMU's ports.
#pragma once

#include <utility>

#include "kvm/stream/channel.h"
#include "kvm/stream/one_client.h"

namespace vmwright::stream {

class DirectChannel final : public Channel {
 public:
  // `listener`: a listening stream socket. The loop outlives the channel.
  DirectChannel(EventLoop& loop, Fd listener) : client_(loop, std::move(listener)) {}

  void attach(Events events) override { client_.attach(std::move(events)); }
  bool connected() const noexcept override { return client_.connected(); }
  std::size_t read(std::span<const iovec> buffers) override { return client_.receive(buffers); }
  std::size_t write(std::span<const iovec> data) override { return client_.send(data); }
  // Ends the connection of the client, if there is one.
  void drop() { client_.drop(); }

 private:
  OneClient client_;
};

}  // namespace vmwright::stream
