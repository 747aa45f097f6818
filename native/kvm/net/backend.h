// Where the frames of a network device go to and come from.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace vmwright::net {

// struct virtio_net_hdr_v1 before every frame. virtio 1.2, section 5.1.6.
constexpr std::size_t kHeaderSize = 12;
// Ethernet: a header alone; a header, a VLAN tag and the largest IP packet.
constexpr std::size_t kSmallestFrame = 14;
constexpr std::size_t kLargestFrame = 18 + 65535;

enum class Link {
  up,
  down,  // may come back
  gone,  // for ever
};

enum class Sent {
  done,
  busy,     // not now: an EPOLLOUT tells when; nothing was taken
  refused,  // lost, as on a cable that is not plugged in
};

struct Received {
  enum class What {
    none,       // for now: an EPOLLIN tells of more
    frame,      // `size` bytes are in the buffers, the header included
    too_large,  // it waits and needs `size` bytes; receive() gives it again, or drop() forgets it
    refused,    // something that is no frame was thrown away
  };
  What what;
  std::size_t size;
};

// On one thread; nothing blocks.
class Backend {
 public:
  virtual ~Backend() = default;

  // VIRTIO_NET_F_* that it brings.
  virtual std::uint64_t features() const noexcept = 0;
  // What the driver settled; 0 when it is gone. Frames that waited from before are forgotten.
  virtual void use(std::uint64_t features) = 0;
  // To be watched edge-triggered for input and output, until the link is gone.
  virtual int fd() const noexcept = 0;
  virtual void on_event(std::uint32_t epoll_events) = 0;
  virtual Link link() const noexcept = 0;

  // A header that was checked, and a frame of kSmallestFrame to kLargestFrame bytes, in at most kMaxPieces pieces.
  virtual Sent send(std::span<const iovec> frame) = 0;
  // Into `buffers`, at most kMaxPieces. The last two bytes of the header, its num_buffers, are left to the caller.
  virtual Received receive(std::span<const iovec> buffers) = 0;
  virtual void drop() noexcept = 0;
};

}  // namespace vmwright::net
