// A guest's disk driver for tests: requests in guest memory, answers as the guest sees them.
#pragma once

#include <linux/virtio_blk.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "driver.h"
#include "kvm/virtio/block.h"

namespace driver {

constexpr std::uint8_t kOk = VIRTIO_BLK_S_OK;
constexpr std::uint8_t kIoError = VIRTIO_BLK_S_IOERR;
constexpr std::uint8_t kUnsupported = VIRTIO_BLK_S_UNSUPP;
// What a test finds where the device has written no status.
constexpr std::uint8_t kNoStatus = 0xee;

// A folder of its own, removed at the end with what is in it.
class TempFolder {
 public:
  TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();
  const std::string& path() const noexcept { return path_; }
  // A file with these bytes; gives back its path.
  std::string file(const std::string& name, std::string_view bytes) const;
  std::string read(const std::string& name) const;
  std::size_t entries() const;

 private:
  std::string path_;
};

// Bytes that look random and are the same for the same seed.
std::string noise(std::size_t size, std::uint64_t seed);

class Disk {
 public:
  explicit Disk(vmwright::virtio::BlockConfig config, std::uint64_t features_off = 0);
  // Over a raw file.
  Disk(const std::string& path, vmwright::block::EngineChoice engine,
       vmwright::block::DiskMode mode = vmwright::block::DiskMode::writable);

  // One request at a time; the status byte, or kNoStatus when no answer came.
  std::uint8_t read(std::uint64_t sector, std::size_t bytes, std::string& data);
  std::uint8_t write(std::uint64_t sector, std::string_view data);
  std::uint8_t flush();
  std::uint8_t discard(std::uint64_t sector, std::uint32_t sectors, std::uint32_t flags = 0);
  std::uint8_t write_zeroes(std::uint64_t sector, std::uint32_t sectors, std::uint32_t flags = 0);
  std::uint8_t id(std::string& text);

  // A request in flight.
  struct Pending {
    std::uint16_t head = 0;
    GuestAddr status{};
    GuestAddr data{};
    std::size_t bytes = 0;
  };
  Pending begin(std::uint32_t type, std::uint64_t sector, std::size_t bytes, std::string_view out = {});
  std::uint8_t status(const Pending& pending) const;
  // Waits for one more answer.
  std::optional<Used> wait() { return harness_->wait_used(0); }

  GuestAddr header(std::uint32_t type, std::uint64_t sector);
  Arena& arena() noexcept { return arena_; }
  Ring& ring() noexcept { return ring_; }
  Harness& harness() noexcept { return *harness_; }
  vmwright::virtio::Block& device() noexcept { return *device_; }
  EventLoop& loop() noexcept { return loop_.loop(); }
  // Forgets all buffers that were handed out.
  void recycle() { used_ = 0; }

 private:
  std::uint8_t finish(const Pending& pending);
  std::uint8_t ranges(std::uint32_t type, std::uint64_t sector, std::uint32_t sectors, std::uint32_t flags);
  GuestAddr buffer(std::size_t size);

  static constexpr std::size_t kBuffers = 48 << 20;
  Arena arena_{kBuffers + (1 << 20)};
  Ring ring_{arena_, 256};
  GuestAddr buffers_ = arena_.allocate(kBuffers - 8192, 4096);
  std::size_t used_ = 0;
  LoopThread loop_;
  std::unique_ptr<vmwright::virtio::Block> device_;
  std::unique_ptr<Harness> harness_;
};

// Runs `test` once with the thread and once with io_uring. Throws Skipped when io_uring is forbidden here, after the
// thread's turn.
void with_both_engines(void (*test)(vmwright::block::EngineChoice));

}  // namespace driver
