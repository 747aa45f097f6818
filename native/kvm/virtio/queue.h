// The device's side of a split virtqueue. virtio 1.2, section 2.7. Everything in the rings is the guest's and hostile:
// each index and descriptor is fetched once, checked, then used.
#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "kvm/guest_memory.h"

namespace vmwright::virtio {

// What the driver configured; checked and frozen when the device is activated.
struct QueueLayout {
  std::uint16_t size = 0;  // a power of two; 0: the driver does not use this queue
  GuestAddr descriptors{};
  GuestAddr driver{};  // available ring
  GuestAddr device{};  // used ring
  bool operator==(const QueueLayout&) const = default;
};

// One request: buffers as the driver chained them, already translated. The pointers are into guest memory and stay valid
// as long as it; the bytes behind them may change at any time.
struct Chain {
  std::uint16_t head = 0;
  std::vector<iovec> readable;  // written by the driver, read by the device
  std::vector<iovec> writable;  // to be filled by the device
  std::uint64_t readable_bytes = 0;
  std::uint64_t writable_bytes = 0;
};

enum class Pop {
  empty,
  chain,
  // The ring breaks a rule. The device tells by Interrupt::needs_reset() and leaves the queue alone until a reset.
  broken,
};

// One thread at a time.
class Queue {
 public:
  // A queue that the driver does not use.
  Queue() noexcept = default;
  // Throws std::out_of_range or std::invalid_argument unless all rings lie in `memory` and are aligned.
  Queue(const GuestMemory& memory, const QueueLayout& layout, bool indirect, bool event_idx);

  bool ready() const noexcept { return memory_ != nullptr; }
  std::uint16_t size() const noexcept { return layout_.size; }

  // The next request into `chain`, whose storage is used again and again.
  Pop pop(Chain& chain);
  // Completes a request: `written` bytes were stored into its writable buffers. Publishes at once.
  void push(std::uint16_t head, std::uint32_t written);
  // Whether the driver wants an interrupt for what was pushed since the last call.
  bool should_interrupt();

  // Asks the driver not to notify while the device is at work. A hint.
  void disable_notifications();
  // Asks for notifications; false when requests came in meanwhile, which no notification will tell.
  bool enable_notifications();

  // Counters, to be saved and restored with the layout.
  std::uint16_t next_available() const noexcept { return next_available_; }
  std::uint16_t next_used() const noexcept { return next_used_; }
  void resume_at(std::uint16_t next_available, std::uint16_t next_used) noexcept;

 private:
  const GuestMemory* memory_ = nullptr;
  QueueLayout layout_;
  bool indirect_ = false;
  bool event_idx_ = false;
  std::uint16_t next_available_ = 0;
  std::uint16_t next_used_ = 0;
  std::uint16_t signalled_used_ = 0;
};

}  // namespace vmwright::virtio
