#include "kvm/stream/one_client.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "base/error.h"
#include "kvm/stream/iovec.h"
#include "kvm/stream/unix_socket.h"

namespace vmwright::stream {
namespace {

// Out of descriptors: the client stays in the queue, where looking at once again would find it for ever.
constexpr std::chrono::milliseconds kAcceptRetry{100};

// An edge is told once: a call that a signal broke off is done again, not left for the next event.
template <typename Call>
ssize_t uninterrupted(Call call) {
  for (;;) {
    const ssize_t result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

msghdr message(std::span<const iovec> buffers) {
  msghdr header{};
  header.msg_iov = const_cast<iovec*>(buffers.data());
  header.msg_iovlen = buffers.size();
  return header;
}

}  // namespace

OneClient::OneClient(EventLoop& loop, Fd listener) : loop_(loop), listener_(std::move(listener)) {
  // A client that gives up before it is accepted must not leave us waiting for another one.
  if (listener_) check(fcntl(listener_.get(), F_SETFL, O_NONBLOCK), "fcntl");
}

OneClient::~OneClient() {
  stop_listening();
  if (retry_timer_ != 0) loop_.cancel_timer(retry_timer_);
  if (client_) loop_.remove(client_.get());
}

void OneClient::attach(Channel::Events events) {
  events_ = std::move(events);
  listen();
}

void OneClient::listen() {
  if (listening_ || !listener_) return;
  listening_ = true;
  loop_.add(listener_.get(), EPOLLIN, [this](std::uint32_t) { accept(); });
}

void OneClient::stop_listening() {
  if (std::exchange(listening_, false)) loop_.remove(listener_.get());
}

void OneClient::accept() {
  Fd next = accept_unix(listener_.get());
  if (!next) {
    if (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR) return;
    stop_listening();
    retry_timer_ = loop_.add_timer(kAcceptRetry, [this] {
      retry_timer_ = 0;
      listen();
    });
    return;
  }
  if (client_) disconnect();
  stop_listening();
  client_ = std::move(next);
  // Edge-triggered: a client that sends more than the guest takes costs nothing.
  loop_.add(client_.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, [this](std::uint32_t events) { on_event(events); });
  events_.connected(true);
}

void OneClient::on_event(std::uint32_t events) {
  if ((events & (EPOLLHUP | EPOLLERR)) != 0) hang_up();
  if (!client_) return;
  if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0 && std::exchange(blocked_, false)) events_.writable();
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) events_.readable();
}

void OneClient::hang_up() {
  loop_.remove(client_.get());
  hung_up_ = true;
  listen();
  char next;
  if (recv(client_.get(), &next, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) disconnect();
}

void OneClient::drop() {
  if (client_) disconnect();
}

void OneClient::disconnect() {
  if (!hung_up_) loop_.remove(client_.get());
  client_.reset();
  hung_up_ = blocked_ = false;
  listen();
  events_.connected(false);
}

std::size_t OneClient::receive(std::span<const iovec> buffers) {
  if (!client_) return 0;
  msghdr header = message(buffers);
  const ssize_t count = uninterrupted([&] { return recvmsg(client_.get(), &header, MSG_DONTWAIT); });
  if (count > 0) return static_cast<std::size_t>(count);
  if (count < 0 && errno == EAGAIN) return 0;
  disconnect();
  return 0;
}

std::size_t OneClient::send(std::span<const iovec> data) {
  const std::size_t size = total_bytes(data);
  if (!client_ || hung_up_) return size;
  msghdr header = message(data);
  const ssize_t count = uninterrupted([&] { return sendmsg(client_.get(), &header, MSG_DONTWAIT | MSG_NOSIGNAL); });
  if (count < 0 && errno != EAGAIN) {
    // EPIPE: it has closed, which an event tells. Whatever else went wrong, so does this.
    shutdown(client_.get(), SHUT_RDWR);
    return size;
  }
  const std::size_t sent = count < 0 ? 0 : static_cast<std::size_t>(count);
  blocked_ = sent < size;
  return sent;
}

}  // namespace vmwright::stream
