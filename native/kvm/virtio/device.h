// What a virtio device is to its transport, and a transport to its device. virtio 1.2, chapters 2 and 3. The device knows
// no bus; PCI and MMIO transports drive any device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/event_fd.h"
#include "base/event_loop.h"
#include "kvm/guest_memory.h"
#include "kvm/virtio/queue.h"

namespace vmwright::virtio {

// virtio 1.2, chapter 5.
enum class DeviceType : std::uint32_t { net = 1, block = 2, console = 3, rng = 4, balloon = 5, vsock = 19 };

// How a device tells its driver; given by the transport at activation, valid until reset() returns. From any thread; takes
// no lock that is held while the device's loop is waited for.
class Interrupt {
 public:
  virtual ~Interrupt() = default;
  virtual void queue_used(std::uint16_t queue) = 0;
  virtual void config_changed() = 0;
  // DEVICE_NEEDS_RESET: the driver broke a rule; the device stops until it is reset. Section 2.1.2.
  virtual void needs_reset() = 0;
};

// What the driver settled by DRIVER_OK. Frozen until reset.
struct Activation {
  const GuestMemory& memory;
  std::uint64_t features;          // negotiated
  std::span<Queue> queues;         // one per Device::queue_sizes(); unused ones are not ready(). The transport's, which
                                   // reads their counters while the device is paused and else leaves them to it.
  std::span<const EventFd> kicks;  // one per queue, notified when the driver has made requests available; also for nothing
  Interrupt& interrupt;
};

// Features that the transport offers for every device: VERSION_1, INDIRECT_DESC, EVENT_IDX. Section 6.
constexpr std::uint64_t kIndirectDescriptors = 1ULL << 28;
constexpr std::uint64_t kEventIdx = 1ULL << 29;
constexpr std::uint64_t kVersion1 = 1ULL << 32;

class Device {
 public:
  virtual ~Device() = default;

  virtual DeviceType type() const noexcept = 0;
  // Of this device type, without those that the transport offers.
  virtual std::uint64_t features() const noexcept = 0;
  // Largest size of each queue.
  virtual std::span<const std::uint16_t> queue_sizes() const noexcept = 0;
  // The loop on whose thread activate(), reset(), pause() and resume() are called and queues are worked on.
  virtual EventLoop& loop() noexcept = 0;

  // Device configuration space; on vCPU threads, at any time. Bytes past the end read as zero, writes there are dropped.
  virtual void read_config(std::uint64_t offset, std::span<std::byte> data) = 0;
  virtual void write_config(std::uint64_t offset, std::span<const std::byte> data) = 0;

  // Everything in `activation` stays valid until reset() returns. Throws nothing: what fails later is needs_reset().
  virtual void activate(const Activation& activation) = 0;
  // Back to the state before activate(). Afterwards nothing of the device touches guest memory: requests in flight were
  // ended or waited for. Idempotent; also while paused.
  virtual void reset() = 0;
  // Stops taking requests and waits for those in flight, so that memory and rings stand still. Idempotent.
  virtual void pause() = 0;
  // Goes on, and looks at all queues as if kicked. Idempotent. pause() and resume() also come while not active.
  virtual void resume() = 0;
};

}  // namespace vmwright::virtio
