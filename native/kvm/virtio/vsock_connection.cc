#include "kvm/virtio/vsock_connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "kvm/stream/iovec.h"

namespace vmwright::virtio {
namespace {

msghdr message(std::span<const iovec> buffers) {
  msghdr header{};
  header.msg_iov = const_cast<iovec*>(buffers.data());
  header.msg_iovlen = buffers.size();
  return header;
}

}  // namespace

VsockConnection::VsockConnection(Origin origin, Fd socket, std::uint32_t host_port, std::uint32_t guest_port)
    : socket_(std::move(socket)),
      host_port_(host_port),
      guest_port_(guest_port),
      origin_(origin),
      established_(origin == Origin::guest) {}

// From the guest.

VsockConnection::Verdict VsockConnection::take(const virtio_vsock_hdr& header, std::span<const iovec> payload) {
  guest_buffer_ = header.buf_alloc;
  guest_forwarded_ = header.fwd_cnt;
  if (credit() > 0) asked_credit_ = asks_credit_ = false;
  switch (header.op) {
    case VIRTIO_VSOCK_OP_RESPONSE: return accepted();
    case VIRTIO_VSOCK_OP_RST: return Verdict::closed;
    case VIRTIO_VSOCK_OP_RW: return take_payload(payload);
    case VIRTIO_VSOCK_OP_SHUTDOWN: return shut_down(header.flags);
    case VIRTIO_VSOCK_OP_CREDIT_UPDATE: return Verdict::open;
    case VIRTIO_VSOCK_OP_CREDIT_REQUEST: owes_credit_ = true; return Verdict::open;
    default: return Verdict::to_reset;
  }
}

VsockConnection::Verdict VsockConnection::accepted() {
  if (established_ || owes_opening_) return Verdict::to_reset;
  established_ = true;
  std::string line = "OK " + std::to_string(host_port_) + "\n";
  const iovec data{line.data(), line.size()};
  // The first bytes into a new socket always fit.
  send(std::span(&data, 1));
  return Verdict::open;
}

VsockConnection::Verdict VsockConnection::take_payload(std::span<const iovec> payload) {
  const std::uint64_t size = stream::total_bytes(payload);
  if (!established_ || (guest_shutdown_ & VIRTIO_VSOCK_SHUTDOWN_SEND) != 0) return Verdict::to_reset;
  if (size > kBuffer - buffered_) return Verdict::to_reset;  // more than it was allowed to
  const std::size_t sent = buffered_ == 0 ? send(payload) : 0;
  forwarded(sent);
  backlog_.append(payload, sent);
  buffered_ += size - sent;
  return Verdict::open;
}

VsockConnection::Verdict VsockConnection::shut_down(std::uint32_t flags) {
  guest_shutdown_ |= flags & kBoth;
  if (host_deaf_) host_is_deaf();
  return flush();
}

// To the host.

std::size_t VsockConnection::send(std::span<const iovec> data) {
  if (host_deaf_) return stream::total_bytes(data);
  msghdr header = message(data);
  const ssize_t count = sendmsg(socket_.get(), &header, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count >= 0) return static_cast<std::size_t>(count);
  if (errno == EAGAIN) return 0;
  host_is_deaf();
  return stream::total_bytes(data);
}

void VsockConnection::host_is_deaf() {
  host_deaf_ = true;
  host_shutdown_ |= VIRTIO_VSOCK_SHUTDOWN_RCV;
  // Nobody will ask for what it had still to say.
  if ((guest_shutdown_ & VIRTIO_VSOCK_SHUTDOWN_RCV) != 0) host_shutdown_ |= VIRTIO_VSOCK_SHUTDOWN_SEND;
}

void VsockConnection::forwarded(std::size_t count) {
  forwarded_ += static_cast<std::uint32_t>(count);
  if (forwarded_ - told_forwarded_ >= kBuffer / 2) owes_credit_ = true;
}

VsockConnection::Verdict VsockConnection::flush() {
  while (buffered_ > 0) {
    const std::size_t sent = send(backlog_.contents());
    if (sent == 0) return Verdict::open;
    backlog_.consume(sent);
    buffered_ -= sent;
    forwarded(sent);
  }
  // All that the guest had to say is out.
  if (guest_shutdown_ == kBoth) return Verdict::to_reset;
  if ((guest_shutdown_ & VIRTIO_VSOCK_SHUTDOWN_SEND) != 0) shutdown(socket_.get(), SHUT_WR);
  return Verdict::open;
}

VsockConnection::Verdict VsockConnection::on_event(std::uint32_t epoll_events) {
  if ((epoll_events & ~EPOLLOUT) != 0) readable_ = true;
  if ((epoll_events & (EPOLLHUP | EPOLLERR)) != 0) {
    if (owes_opening_ && origin_ == Origin::host) return Verdict::closed;  // the guest knows nothing of it
    host_is_deaf();
  }
  return buffered_ > 0 ? flush() : Verdict::open;
}

// To the guest.

std::uint32_t VsockConnection::credit() const noexcept {
  // Hostile numbers give too much or nothing, which is the guest's affair.
  const std::uint32_t on_the_way = sent_ - guest_forwarded_;
  return on_the_way >= guest_buffer_ ? 0 : guest_buffer_ - on_the_way;
}

bool VsockConnection::may_read() const noexcept {
  return established_ && readable_ && (guest_shutdown_ & VIRTIO_VSOCK_SHUTDOWN_RCV) == 0;
}

std::optional<std::uint16_t> VsockConnection::owed_op() const noexcept {
  if (owes_opening_) return origin_ == Origin::host ? VIRTIO_VSOCK_OP_REQUEST : VIRTIO_VSOCK_OP_RESPONSE;
  if (owes_credit_) return VIRTIO_VSOCK_OP_CREDIT_UPDATE;
  if (asks_credit_) return VIRTIO_VSOCK_OP_CREDIT_REQUEST;
  // The end comes behind the data.
  const bool more = may_read() && (host_shutdown_ & VIRTIO_VSOCK_SHUTDOWN_SEND) == 0;
  if (established_ && !more && host_shutdown_ != told_shutdown_) return VIRTIO_VSOCK_OP_SHUTDOWN;
  return std::nullopt;
}

bool VsockConnection::wants_to_send() const noexcept {
  return owed_op().has_value() || (may_read() && (credit() > 0 || !asked_credit_));
}

std::size_t VsockConnection::read(std::span<const iovec> room) {
  msghdr header = message(room);
  const ssize_t count = recvmsg(socket_.get(), &header, MSG_DONTWAIT);
  if (count > 0) return static_cast<std::size_t>(count);
  readable_ = false;
  if (count == 0 || errno != EAGAIN) host_shutdown_ |= VIRTIO_VSOCK_SHUTDOWN_SEND;
  return 0;
}

bool VsockConnection::give(std::span<const iovec> room, virtio_vsock_hdr& header) {
  auto op = owed_op();
  std::size_t size = 0;
  if (!op && may_read()) {
    if (credit() == 0) {
      if (asked_credit_) return false;
      asks_credit_ = true;
    } else {
      std::vector<iovec> part;
      if (stream::slice(room, 0, std::min<std::size_t>(credit(), kLargestPayload), part) == 0) return false;
      size = read(part);
    }
    op = size > 0 ? VIRTIO_VSOCK_OP_RW : owed_op();
  }
  if (!op) return false;
  sent_ += static_cast<std::uint32_t>(size);
  header.op = *op;
  header.len = static_cast<std::uint32_t>(size);
  header.flags = *op == VIRTIO_VSOCK_OP_SHUTDOWN ? host_shutdown_ : 0;
  header.buf_alloc = kBuffer;
  header.fwd_cnt = forwarded_;
  said(*op);
  return true;
}

void VsockConnection::said(std::uint16_t op) {
  told_forwarded_ = forwarded_;
  owes_credit_ = false;
  switch (op) {
    case VIRTIO_VSOCK_OP_REQUEST:
    case VIRTIO_VSOCK_OP_RESPONSE: owes_opening_ = false; break;
    case VIRTIO_VSOCK_OP_CREDIT_REQUEST:
      asks_credit_ = false;
      asked_credit_ = true;
      break;
    case VIRTIO_VSOCK_OP_SHUTDOWN: told_shutdown_ = host_shutdown_; break;
    default: break;
  }
}

}  // namespace vmwright::virtio
