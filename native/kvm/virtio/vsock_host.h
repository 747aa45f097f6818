// The host's side of vsock: a listening socket whose clients write `CONNECT PORT\n`, and sockets PATH_PORT for what the
// guest connects to. The scheme is Firecracker's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "base/event_loop.h"
#include "base/fd.h"

namespace vmwright::virtio {

// On the loop's thread, or before it runs.
class VsockHost {
 public:
  // A client wants to talk to this port of the guest.
  using Connect = std::function<void(Fd client, std::uint32_t port)>;

  VsockHost(EventLoop& loop, Fd listener, std::string path, Connect on_connect);
  VsockHost(const VsockHost&) = delete;
  VsockHost& operator=(const VsockHost&) = delete;
  ~VsockHost();

  // Takes further clients, or lets them wait.
  void accept_clients(bool wanted);
  // Closes the sockets of clients that have not said yet what they want.
  void drop_waiting();
  // Empty when nobody listens there.
  Fd dial(std::uint32_t port) const noexcept;

 private:
  void listen();
  void accept();
  void on_client(std::uint64_t id);

  EventLoop& loop_;
  Fd listener_;
  const std::string path_;
  Connect on_connect_;
  bool wanted_ = false;
  bool listening_ = false;
  std::uint64_t next_id_ = 0;
  std::uint64_t retry_timer_ = 0;
  std::map<std::uint64_t, Fd> clients_;
};

}  // namespace vmwright::virtio
