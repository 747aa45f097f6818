// Buffers of a guest for frames that come in: taken from the queue ahead, so that a frame is read straight into as many as
// it needs. virtio 1.2, section 5.1.6.3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kvm/virtio/queue.h"

namespace vmwright::virtio {

class NetReceiver {
 public:
  enum class Fill {
    enough,
    // The driver has to add more before this frame fits.
    waiting,
    // It never will: all that the driver can offer at once is less.
    never,
    broken,
  };

  // `mergeable`: VIRTIO_NET_F_MRG_RXBUF, a frame may take several requests.
  void start(Queue& queue, bool mergeable);
  void stop();
  // Gives back to the ring what is held ahead.
  void rewind();

  // Holds buffers for `bytes`, or as many as there are.
  Fill fill(std::size_t bytes);
  bool empty() const noexcept { return first_ == held_.size(); }
  // Where the next frame goes.
  std::span<const iovec> buffers() const noexcept;
  // Completes the requests that hold a frame of `size` bytes, header included.
  void deliver(std::size_t size);

 private:
  struct Held {
    std::uint16_t head;
    std::size_t pieces;
    std::uint64_t bytes;
  };
  bool full() const noexcept;
  void hold(const Chain& chain);
  void compact();

  Queue* queue_ = nullptr;
  bool mergeable_ = false;
  Chain chain_;
  std::vector<Held> held_;
  std::size_t first_ = 0;
  std::vector<iovec> pieces_;  // of all that is held
  std::size_t first_piece_ = 0;
  std::uint64_t bytes_ = 0;
  std::vector<UsedRequest> used_;
};

}  // namespace vmwright::virtio
