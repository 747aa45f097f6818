#include "kvm/virtio/vsock_host.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "kvm/stream/unix_socket.h"

namespace vmwright::virtio {
namespace {

constexpr std::string_view kCommand = "CONNECT ";
// The command, ten digits, the end of the line.
constexpr std::size_t kLongestLine = 19;

// Clients that have not said what they want.
constexpr std::size_t kMaxWaiting = 32;

// Out of descriptors: clients wait in the kernel's queue meanwhile.
constexpr std::chrono::milliseconds kAcceptRetry{100};

std::optional<std::uint32_t> parse(std::string_view line) {
  if (!line.starts_with(kCommand)) return std::nullopt;
  line.remove_prefix(kCommand.size());
  std::uint32_t port;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), port);
  if (error != std::errc() || end != line.data() + line.size()) return std::nullopt;
  return port;
}

}  // namespace

VsockHost::VsockHost(EventLoop& loop, Fd listener, std::string path, Connect on_connect)
    : loop_(loop), listener_(std::move(listener)), path_(std::move(path)), on_connect_(std::move(on_connect)) {
  check(fcntl(listener_.get(), F_SETFL, O_NONBLOCK), "fcntl");
}

VsockHost::~VsockHost() {
  accept_clients(false);
  if (retry_timer_ != 0) loop_.cancel_timer(retry_timer_);
  drop_waiting();
}

void VsockHost::accept_clients(bool wanted) {
  wanted_ = wanted;
  listen();
}

void VsockHost::listen() {
  const bool listening = wanted_ && retry_timer_ == 0 && clients_.size() < kMaxWaiting;
  if (std::exchange(listening_, listening) == listening) return;
  if (listening) {
    loop_.add(listener_.get(), EPOLLIN, [this](std::uint32_t) { accept(); });
  } else {
    loop_.remove(listener_.get());
  }
}

void VsockHost::accept() {
  Fd client = stream::accept_unix(listener_.get());
  if (client) {
    const std::uint64_t id = next_id_++;
    loop_.add(client.get(), EPOLLIN | EPOLLRDHUP | EPOLLET, [this, id](std::uint32_t) { on_client(id); });
    clients_.emplace(id, std::move(client));
  } else if (errno != EAGAIN && errno != ECONNABORTED && errno != EINTR) {
    retry_timer_ = loop_.add_timer(kAcceptRetry, [this] {
      retry_timer_ = 0;
      listen();
    });
  }
  listen();
}

void VsockHost::on_client(std::uint64_t id) {
  const auto client = clients_.find(id);
  const int fd = client->second.get();
  std::array<char, kLongestLine> buffer;
  const ssize_t count = recv(fd, buffer.data(), buffer.size(), MSG_PEEK | MSG_DONTWAIT);
  if (count < 0 && errno == EAGAIN) return;
  const std::string_view seen(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  const std::size_t end = seen.find('\n');
  if (end == seen.npos && !seen.empty() && seen.size() < buffer.size()) return;  // more is to come
  const auto port = end == seen.npos ? std::nullopt : parse(seen.substr(0, end));
  Fd socket = std::move(client->second);
  loop_.remove(fd);
  clients_.erase(client);
  // What lies behind the line is for the guest.
  const bool taken = port && recv(fd, buffer.data(), end + 1, MSG_DONTWAIT) == static_cast<ssize_t>(end + 1);
  listen();
  if (taken) on_connect_(std::move(socket), *port);
}

void VsockHost::drop_waiting() {
  for (const auto& [id, client] : clients_) loop_.remove(client.get());
  clients_.clear();
  listen();
}

Fd VsockHost::dial(std::uint32_t port) const noexcept { return stream::connect_unix(path_ + "_" + std::to_string(port)); }

}  // namespace vmwright::virtio
