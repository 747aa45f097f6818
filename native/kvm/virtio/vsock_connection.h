// One connection between a program in the guest and a socket of the host. virtio 1.2, section 5.10.6. Knows no queue.
#pragma once

#include <linux/virtio_vsock.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/fd.h"
#include "kvm/stream/byte_ring.h"

namespace vmwright::virtio {

class VsockConnection {
 public:
  // What the guest may send before the host has read it; memory is taken only for a host that is slow.
  static constexpr std::uint32_t kBuffer = 128 << 10;
  // Largest payload of one packet.
  static constexpr std::size_t kLargestPayload = 64 << 10;

  enum class Origin {
    host,   // asks the guest to accept, then tells the client `OK PORT`
    guest,  // tells the guest that it is accepted
  };
  enum class Verdict {
    open,
    closed,    // both sides know, or the other side has reset it: forget it
    to_reset,  // the guest is told by a reset packet
  };

  // `socket`: connected, never blocking. Ports as both sides name them.
  VsockConnection(Origin origin, Fd socket, std::uint32_t host_port, std::uint32_t guest_port);

  int fd() const noexcept { return socket_.get(); }
  std::uint32_t host_port() const noexcept { return host_port_; }
  std::uint32_t guest_port() const noexcept { return guest_port_; }

  // A packet of the guest, its payload in at most kMaxPieces pieces.
  Verdict take(const virtio_vsock_hdr& header, std::span<const iovec> payload);
  // Something happened to the socket, as epoll tells edges.
  Verdict on_event(std::uint32_t epoll_events);

  // May have something for the guest.
  bool wants_to_send() const noexcept;
  // The next packet: its payload goes into `room`, at most kMaxPieces pieces. Fills op, flags, len and credit of `header`.
  // False when there is nothing to say.
  bool give(std::span<const iovec> room, virtio_vsock_hdr& header);
  // Both ends of the host are closed and the guest was told; it should reset the connection, and soon.
  bool waits_for_reset() const noexcept { return told_shutdown_ == kBoth; }

  bool queued = false;           // the device has it among those that may send
  std::uint64_t timer = 0;       // the device's, for a guest that does not answer; 0: none

 private:
  static constexpr std::uint32_t kBoth = VIRTIO_VSOCK_SHUTDOWN_RCV | VIRTIO_VSOCK_SHUTDOWN_SEND;

  Verdict take_payload(std::span<const iovec> payload);
  Verdict accepted();
  Verdict shut_down(std::uint32_t flags);
  Verdict flush();
  void forwarded(std::size_t count);
  std::size_t send(std::span<const iovec> data);
  std::uint32_t credit() const noexcept;
  std::optional<std::uint16_t> owed_op() const noexcept;
  bool may_read() const noexcept;
  std::size_t read(std::span<const iovec> room);
  void said(std::uint16_t op);
  void host_is_deaf();

  Fd socket_;
  const std::uint32_t host_port_;
  const std::uint32_t guest_port_;
  const Origin origin_;
  bool established_ = false;
  bool owes_opening_ = true;   // request or response
  bool owes_credit_ = false;
  bool asked_credit_ = false;  // and the guest has not given any since
  bool asks_credit_ = false;
  bool readable_ = true;
  bool host_deaf_ = false;             // the host does not read any more
  std::uint32_t host_shutdown_ = 0;    // VIRTIO_VSOCK_SHUTDOWN_*: what the host has closed …
  std::uint32_t told_shutdown_ = 0;    // … and the guest was told of
  std::uint32_t guest_shutdown_ = 0;
  // Free-running counters, section 5.10.6.3.
  std::uint32_t guest_buffer_ = 0;
  std::uint32_t guest_forwarded_ = 0;
  std::uint32_t sent_ = 0;
  std::uint32_t forwarded_ = 0;
  std::uint32_t told_forwarded_ = 0;
  std::size_t buffered_ = 0;
  stream::ByteRing backlog_{kBuffer};
};

}  // namespace vmwright::virtio
