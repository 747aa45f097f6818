// A listening socket that serves one client at a time; the next one waits in the kernel's queue until the first has gone,
// as with QEMU's socket chardevs.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/event_loop.h"
#include "base/fd.h"
#include "kvm/stream/channel.h"

namespace vmwright::stream {

// On the loop's thread, or before it runs.
class OneClient {
 public:
  // Without a listener nobody ever comes. The loop outlives this.
  OneClient(EventLoop& loop, Fd listener);
  OneClient(const OneClient&) = delete;
  OneClient& operator=(const OneClient&) = delete;
  ~OneClient();

  // Begins to accept.
  void attach(Channel::Events events);
  bool connected() const noexcept { return static_cast<bool>(client_); }

  // Bytes received; 0: none for now, or the client has gone, which `connected` was told then.
  std::size_t receive(std::span<const iovec> buffers);
  // Bytes taken, all of them when the client does not read any more. Fewer: `writable` tells when to go on.
  std::size_t send(std::span<const iovec> data);
  // Ends the connection of the client, if there is one; what it sent and nobody read is lost.
  void drop();

 private:
  void listen();
  void stop_listening();
  void accept();
  void on_event(std::uint32_t events);
  void hang_up();
  void disconnect();

  EventLoop& loop_;
  Fd listener_;
  Fd client_;
  Channel::Events events_;
  bool listening_ = false;
  // The client closed its socket, but what it sent before was not read yet. It stays for that until the next one comes.
  bool hung_up_ = false;
  bool blocked_ = false;
  std::uint64_t retry_timer_ = 0;
};

}  // namespace vmwright::stream
