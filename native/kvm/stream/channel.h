// The host's end of a byte stream that a port of the guest is plugged into.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <functional>
#include <span>

namespace vmwright::stream {

// Everything on the thread of one event loop, or before it runs. No call blocks but for the disk of a log.
class Channel {
 public:
  // Told on the loop's thread. `readable` and `writable` come also for nothing.
  struct Events {
    std::function<void()> readable;
    std::function<void()> writable;
    // Somebody at the host has come or gone.
    std::function<void(bool)> connected;
  };

  virtual ~Channel() = default;

  // Once, before anything else; the channel begins to work.
  virtual void attach(Events events) = 0;
  // Whether there is somebody for the guest to talk to.
  virtual bool connected() const noexcept = 0;
  // Bytes that came from the host, straight into `buffers` (at most kMaxPieces). 0: none for now, `readable` tells of more.
  virtual std::size_t read(std::span<const iovec> buffers) = 0;
  // Bytes taken from `data` (at most kMaxPieces). Fewer than all: no more for now, `writable` tells when to go on.
  // While nobody is connected everything is taken.
  virtual std::size_t write(std::span<const iovec> data) = 0;
};

}  // namespace vmwright::stream
