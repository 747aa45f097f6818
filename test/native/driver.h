// The driver's side of virtio for tests: rings in guest memory, and a device that is activated on them, with or without a
// transport. Offsets and structs are written as the guest would, so a hostile test may scribble over everything.
#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/event_fd.h"
#include "base/event_loop.h"
#include "kvm/virtio/device.h"

namespace driver {

using vmwright::EventFd;
using vmwright::EventLoop;
using vmwright::GuestAddr;
using vmwright::GuestMemory;

// Memory of a guest of which a test hands out pieces. Zeroed.
class Arena {
 public:
  explicit Arena(std::size_t size = 4 << 20, GuestAddr base = {0});

  const GuestMemory& memory() const noexcept { return memory_; }
  GuestAddr allocate(std::size_t size, std::size_t alignment = 16);
  // A buffer that holds these bytes.
  GuestAddr place(std::string_view bytes);
  std::string text(GuestAddr addr, std::size_t size) const;
  GuestAddr end() const noexcept { return {base_.value + memory_.size()}; }

 private:
  GuestAddr base_;
  GuestMemory memory_;
  std::uint64_t next_;
};

struct Buffer {
  GuestAddr address;
  std::uint32_t length;
  bool writable = false;  // for the device
};

struct Used {
  std::uint32_t head;
  std::uint32_t written;
};

// struct vring_desc.
struct Descriptor {
  std::uint64_t address;
  std::uint32_t length;
  std::uint16_t flags;
  std::uint16_t next;
};

constexpr std::uint16_t kNext = 1;
constexpr std::uint16_t kWrite = 2;
constexpr std::uint16_t kIndirect = 4;

// One queue. Descriptors are taken one after the other and never given back: a test is short.
class Ring {
 public:
  Ring(Arena& arena, std::uint16_t size);

  const vmwright::virtio::QueueLayout& layout() const noexcept { return layout_; }

  // Chains `buffers`, makes them available; gives back the head.
  std::uint16_t add(std::initializer_list<Buffer> buffers);
  std::uint16_t add(std::span<const Buffer> buffers);
  // The same through an indirect table.
  std::uint16_t add_indirect(std::span<const Buffer> buffers);
  // The next completed request.
  std::optional<Used> used();

  // Raw access. Indices are slots; `available` raises the index.
  void descriptor(std::uint16_t index, const Descriptor& descriptor);
  void available(std::uint16_t head);
  void set_available_index(std::uint16_t index);
  void set_available_flags(std::uint16_t flags);
  void set_used_event(std::uint16_t index);
  std::uint16_t available_index() const;
  std::uint16_t used_index() const;
  std::uint16_t used_flags() const;
  std::uint16_t available_event() const;

 private:
  std::uint16_t take(std::size_t count);
  void chain(GuestAddr table, std::uint16_t first, std::span<const Buffer> buffers);

  Arena& arena_;
  vmwright::virtio::QueueLayout layout_;
  std::uint16_t next_descriptor_ = 0;
  std::uint16_t next_available_ = 0;
  std::uint16_t next_used_ = 0;
};

// A loop on a thread of its own.
class LoopThread {
 public:
  LoopThread();
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;
  ~LoopThread();
  EventLoop& loop() noexcept { return loop_; }

 private:
  EventLoop loop_;
  std::thread thread_;
};

// Waits up to five seconds for `event`, then takes its notifications.
bool wait_for(const EventFd& event);

// A device that is activated without a transport, as if the driver had negotiated all features of device and transport,
// with one ring for each of its queues. Reset at the end.
class Harness : vmwright::virtio::Interrupt {
 public:
  // `rings`: null for a queue that the driver does not use.
  Harness(const GuestMemory& memory, vmwright::virtio::Device& device, std::vector<Ring*> rings,
          std::uint64_t features_off = 0);
  Harness(const Harness&) = delete;
  Harness& operator=(const Harness&) = delete;
  ~Harness() override;

  void kick(std::size_t queue) const { kicks_.at(queue).notify(); }
  // Waits for the device to use a buffer of `ring`; nothing after five seconds.
  std::optional<Used> wait_used(std::size_t queue);
  // Waits up to five seconds for the device to give up.
  bool wait_needs_reset() const { return wait_for(needs_reset_); }
  bool wait_config_changed() const { return wait_for(config_changed_); }
  std::uint64_t features() const noexcept { return features_; }
  std::uint64_t interrupts() const noexcept { return interrupts_; }

  void reset();
  void pause();
  void resume();

 private:
  void queue_used(std::uint16_t queue) override;
  void config_changed() override { config_changed_.notify(); }
  void needs_reset() override { needs_reset_.notify(); }

  vmwright::virtio::Device& device_;
  std::vector<Ring*> rings_;
  std::uint64_t features_;
  std::vector<vmwright::virtio::Queue> queues_;
  std::vector<EventFd> kicks_;
  std::vector<EventFd> used_;
  EventFd config_changed_;
  EventFd needs_reset_;
  std::atomic<std::uint64_t> interrupts_ = 0;
};

}  // namespace driver
