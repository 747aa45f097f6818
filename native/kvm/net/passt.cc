#include "kvm/net/passt.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "kvm/stream/iovec.h"
#include "kvm/stream/unix_socket.h"

namespace vmwright::net {
namespace {

constexpr std::size_t kLengthSize = 4;
// So much comes with one system call; a frame of the largest size fits several times.
constexpr std::size_t kInputSize = 256 << 10;
static_assert(kInputSize > kLengthSize + kLargestFrame);

}  // namespace

Fd connect_passt(const std::string& path) {
  Fd socket = stream::connect_unix(path);
  if (!socket) throw Error("ENGINE_FAILED", "connect " + path, errno);
  return socket;
}

Passt::Passt(Fd socket)
    : socket_(std::move(socket)), input_(std::make_unique_for_overwrite<std::byte[]>(kInputSize)) {
  check(fcntl(socket_.get(), F_SETFL, O_RDWR | O_NONBLOCK), "fcntl");
}

void Passt::on_event(std::uint32_t epoll_events) {
  // The end of the stream is found by reading, behind the last frames.
  if ((epoll_events & EPOLLOUT) != 0) flush();
}

Sent Passt::send(std::span<const iovec> frame) {
  if (!flush()) return link_ == Link::gone ? Sent::refused : Sent::busy;
  const std::size_t size = stream::slice(frame, kHeaderSize, kLargestFrame, pieces_);
  std::uint32_t length = htonl(static_cast<std::uint32_t>(size));
  pieces_.insert(pieces_.begin(), {&length, kLengthSize});
  msghdr message{};
  message.msg_iov = pieces_.data();
  message.msg_iovlen = pieces_.size();
  const ssize_t count = sendmsg(socket_.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count < 0) {
    if (errno == EAGAIN) return Sent::busy;
    link_ = Link::gone;
    return Sent::refused;
  }
  // The guest has its buffers back at once; the rest goes from our copy.
  output_.resize(kLengthSize + size - static_cast<std::size_t>(count));
  stream::gather(pieces_, static_cast<std::uint64_t>(count), output_);
  return Sent::done;
}

// True when nothing is left to be sent.
bool Passt::flush() {
  while (link_ == Link::up && !output_.empty()) {
    const ssize_t count = ::send(socket_.get(), output_.data(), output_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return false;
    if (count < 0) {
      link_ = Link::gone;
    } else {
      output_.erase(output_.begin(), output_.begin() + count);
    }
  }
  return link_ == Link::up;
}

std::size_t Passt::length() const noexcept {
  std::uint32_t length;
  std::memcpy(&length, input_.get() + begin_, sizeof length);
  return ntohl(length);
}

bool Passt::whole_frame() const noexcept {
  return end_ - begin_ >= kLengthSize && end_ - begin_ - kLengthSize >= length();
}

bool Passt::read_more() {
  if (begin_ > 0) {
    std::memmove(input_.get(), input_.get() + begin_, end_ - begin_);
    end_ -= std::exchange(begin_, 0);
  }
  for (;;) {
    const ssize_t count = recv(socket_.get(), input_.get() + end_, kInputSize - end_, MSG_DONTWAIT);
    if (count > 0) {
      end_ += static_cast<std::size_t>(count);
      return true;
    }
    if (count < 0 && errno == EINTR) continue;
    if (count == 0 || errno != EAGAIN) link_ = Link::gone;
    return false;
  }
}

Received Passt::receive(std::span<const iovec> buffers) {
  if (link_ == Link::gone) return {Received::What::none, 0};
  while (!whole_frame()) {
    if (end_ - begin_ >= kLengthSize && length() > kLargestFrame) {
      link_ = Link::gone;  // what follows can be anything
      return {Received::What::none, 0};
    }
    if (!read_more()) return {Received::What::none, 0};
  }
  const std::size_t size = length();
  if (size < kSmallestFrame) {
    drop();
    return {Received::What::refused, 0};
  }
  if (kHeaderSize + size > stream::total_bytes(buffers)) return {Received::What::too_large, kHeaderSize + size};
  const std::array<std::byte, kHeaderSize> header{};
  stream::scatter(buffers, 0, header);
  stream::scatter(buffers, kHeaderSize, {input_.get() + begin_ + kLengthSize, size});
  drop();
  return {Received::What::frame, kHeaderSize + size};
}

void Passt::drop() noexcept {
  if (whole_frame()) begin_ += kLengthSize + length();
  if (begin_ == end_) begin_ = end_ = 0;
}

}  // namespace vmwright::net
