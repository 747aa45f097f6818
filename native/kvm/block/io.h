// Asynchronous file I/O for disks: what can be asked of a file, and the engine that does it.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/event_fd.h"
#include "kvm/block/file.h"

namespace vmwright::block {

// IOV_MAX of Linux: more buffers in one call are refused.
constexpr std::size_t kMaxBuffers = 1024;

enum class IoKind : std::uint8_t { read, write, sync, discard, zero, zero_unmap };

struct Io {
  IoKind kind = IoKind::sync;
  std::uint32_t file = 0;     // index into the files of the engine
  std::uint64_t offset = 0;   // bytes
  std::uint64_t length = 0;   // bytes; discard, zero and zero_unmap
  std::span<const iovec> buffers;  // read and write; the array stays as it is until the completion
  std::uint64_t token = 0;    // comes back with the completion; not 0
};

// Does I/O on the files of one disk. All methods on one thread, that of the device.
class IoEngine {
 public:
  // `result`: bytes read or written, 0 for the other kinds, or -errno. May call queue(), not reap().
  using Done = std::function<void(std::uint64_t token, std::int64_t result)>;

  virtual ~IoEngine() = default;
  virtual const char* name() const noexcept = 0;

  // Takes `io` up; nothing happens before submit().
  virtual void queue(const Io& io) = 0;
  // Starts all that was queued. Does not wait for the disk, but for memory where the host has too much to write back.
  virtual void submit() = 0;
  // Tells every completion there is; gives back how many.
  virtual std::size_t reap() = 0;
  // Queued or started and not yet told by reap().
  virtual std::size_t in_flight() const noexcept = 0;
  // Asks what is in flight to end soon, with ECANCELED where it had not begun. Completions still come by reap().
  virtual void cancel() = 0;
  // Completions may come without waking event() until this is called with true; false when some are there already.
  virtual bool wake_me(bool wanted) = 0;
  // Notified when there is something to reap.
  virtual const EventFd& event() const noexcept = 0;
};

enum class EngineChoice : std::uint8_t {
  automatic,  // io_uring where the kernel allows it, else a thread
  io_uring,
  thread,
};

struct EngineStart {
  std::unique_ptr<IoEngine> engine;
  // Why `automatic` took the thread; empty when it did not.
  std::string fallback_reason;
};

// Throws Error when `choice` is io_uring and the kernel forbids it. The files outlive the engine.
EngineStart start_engine(EngineChoice choice, std::span<const File> files, IoEngine::Done done);

}  // namespace vmwright::block
