// What both transports have in common: device status, feature negotiation and the set-up of queues. virtio 1.2, sections
// 2.1, 2.2 and 3.1. The transport decodes addresses and serialises all calls but those that are marked.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "kvm/interrupts.h"
#include "kvm/virtio/device.h"

namespace vmwright::virtio {

struct QueueRegisters {
  QueueLayout layout;  // as the driver set it so far; frozen while `enabled`
  bool enabled = false;
  bool operator==(const QueueRegisters&) const = default;
};

// The two addresses and the size of a queue are 64 bits wide and written in halves.
enum class RingPart { descriptors, driver, device };

struct RegisterState {
  struct Queue {
    QueueRegisters registers;
    QueueCounters counters;
    bool operator==(const Queue&) const = default;
  };
  std::uint64_t driver_features = 0;
  std::uint8_t status = 0;
  std::uint8_t generation = 0;
  std::vector<Queue> queues;
  bool operator==(const RegisterState&) const = default;
};

// To connect a doorbell waits for a grace period of SRCU while the guest stands still: tens of microseconds, 10 ms on an
// emulated host. Many queues are rung a few times in their life, so an ioeventfd is for those that are rung more often.
constexpr std::uint8_t kExitsBeforeDoorbell = 8;

class Registers {
 public:
  // Where a guest rings for a queue.
  using Doorbell = std::function<IoEvent(std::uint16_t queue)>;

  // Everything outlives the registers. `interrupt` is what the device gets at activation.
  Registers(Device& device, const GuestMemory& memory, Wiring& wiring, Interrupt& interrupt, Doorbell doorbell);
  Registers(const Registers&) = delete;
  Registers& operator=(const Registers&) = delete;
  // Was reset.
  ~Registers() = default;

  // 32 features at a time; zero where there are none.
  std::uint32_t device_features(std::uint32_t word) const noexcept;
  std::uint32_t driver_features(std::uint32_t word) const noexcept;
  // Only between DRIVER and FEATURES_OK.
  void set_driver_features(std::uint32_t word, std::uint32_t value) noexcept;

  // From any thread, these two.
  std::uint8_t status() const noexcept { return status_; }
  std::uint8_t generation() const noexcept { return generation_; }
  // Takes each step that is legal now; zero resets, and has done so on return. Waits for the device's loop. True when the
  // driver was refused something after DRIVER_OK and must be told so: needs_reset() of the transport.
  // Throws Error when the host lacks something. Nothing happens once the device's loop has ended: the VM does then, too.
  bool set_status(std::uint8_t value);
  // What a driver does with zero; at any time.
  void reset();

  std::uint16_t queue_count() const noexcept { return static_cast<std::uint16_t>(queues_.size()); }
  // Null when there is no such queue.
  const QueueRegisters* queue(std::uint16_t index) const noexcept;
  std::uint16_t largest_size(std::uint16_t index) const noexcept;
  // Nothing happens where there is no such queue, or unless FEATURES_OK is set, DRIVER_OK is not and the queue is not
  // enabled. Sizes that are no power of two or too large are refused.
  void set_size(std::uint16_t index, std::uint32_t size) noexcept;
  void set_address(std::uint16_t index, RingPart part, bool high, std::uint32_t value) noexcept;
  void enable(std::uint16_t index) noexcept;
  // Before DRIVER_OK only.
  void disable(std::uint16_t index) noexcept;
  // A doorbell that came as an exit. Of a queue in steady use it is the last: see kExitsBeforeDoorbell. Throws Error.
  void kick(std::uint32_t index);

  // From any thread: what an Interrupt does to the registers.
  void note_config_change() noexcept { generation_++; }
  void note_needs_reset() noexcept;

  // While the device is paused and no vCPU runs.
  RegisterState state() const;
  // On registers that were not used yet; activates the device if it was. A guest's state is as hostile as a guest: throws
  // std::invalid_argument or std::out_of_range unless a driver could have brought it about.
  void restore(const RegisterState& state);

 private:
  bool in_setup(std::uint16_t index) const noexcept;
  bool step(std::uint8_t bit);
  bool features_acceptable() const noexcept;
  bool build_queues(const RegisterState* state);
  Activation activation() noexcept;
  void clear();
  void check(const RegisterState& state) const;

  Device& device_;
  const GuestMemory& memory_;
  Wiring& wiring_;
  Interrupt& interrupt_;
  const Doorbell doorbell_;
  const std::uint64_t offered_;
  std::uint64_t driver_features_ = 0;
  std::atomic<std::uint8_t> status_ = 0;
  std::atomic<std::uint8_t> generation_ = 0;
  std::vector<QueueRegisters> registers_;
  std::vector<Queue> queues_;    // the device's while it is active
  std::vector<EventFd> kicks_;
  std::vector<std::uint8_t> exits_;  // kicks of each queue that came as exits, in all its life
  bool active_ = false;
};

}  // namespace vmwright::virtio
