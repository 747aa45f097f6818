// The device's side of a split virtqueue. virtio 1.2, section 2.7. Everything in the rings is the guest's and hostile:
// each index and descriptor is fetched once, checked, then used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kvm/guest_memory.h"
#include "kvm/virtio/chain.h"

namespace vmwright::virtio {

// Section 2.7: the largest queue that the format allows.
constexpr std::uint16_t kLargestQueue = 32768;

// What the driver configured; checked and frozen when the device is activated.
struct QueueLayout {
  std::uint16_t size = 0;  // a power of two; 0: the driver does not use this queue
  GuestAddr descriptors{};
  GuestAddr driver{};  // available ring
  GuestAddr device{};  // used ring
  bool operator==(const QueueLayout&) const = default;
};

// Where a queue stands, beside what is in its rings.
struct QueueCounters {
  std::uint16_t next_available = 0;
  std::uint16_t next_used = 0;
  bool operator==(const QueueCounters&) const = default;
};

// A completed request, see Queue::push().
struct UsedRequest {
  std::uint16_t head;
  std::uint32_t written;
};

enum class Pop {
  empty,
  chain,
  // The ring breaks a rule. The device tells by Interrupt::needs_reset() and leaves the queue alone until a reset;
  // pop() says `broken` ever after.
  broken,
};

// One thread at a time. Costs no system call. The memory outlives the queue.
class Queue {
 public:
  // A queue that the driver does not use: always empty.
  Queue() noexcept = default;
  // Throws std::out_of_range or std::invalid_argument unless all rings lie in `memory` and are aligned (16, 2, 4 bytes).
  Queue(const GuestMemory& memory, const QueueLayout& layout, bool indirect, bool event_idx);

  bool ready() const noexcept { return memory_ != nullptr; }
  std::uint16_t size() const noexcept { return layout_.size; }
  const QueueLayout& layout() const noexcept { return layout_; }

  // The next request into `chain`, whose storage is used again and again.
  Pop pop(Chain& chain);
  // Gives the request that pop() gave last back to the ring, to be popped again: for a device that cannot take it now.
  // Only before any later pop().
  void undo_pop() noexcept { next_available_--; }
  // Completes a request: `written` bytes were stored into its writable buffers. Publishes at once. Requests may be
  // completed in any order, each once.
  void push(std::uint16_t head, std::uint32_t written);
  // The same for requests that the driver must see all at once: the buffers of one network packet, section 5.1.6.4.
  void push(std::span<const UsedRequest> requests);
  // Whether the driver wants an interrupt for what was pushed since the last call; false when nothing was.
  bool should_interrupt();

  // Asks the driver not to notify while the device is at work. A hint.
  void disable_notifications();
  // Asks for notifications; false when requests came in meanwhile, which no notification will tell.
  bool enable_notifications();

  // To be saved while the device is paused, and restored with the layout. After resume_at() the next push interrupts
  // in any case.
  QueueCounters counters() const noexcept { return {next_available_, next_used_}; }
  void resume_at(QueueCounters counters) noexcept;

 private:
  std::uint16_t available_index() const noexcept;
  bool event_passed() const noexcept;

  const GuestMemory* memory_ = nullptr;
  QueueLayout layout_;
  std::span<std::byte> descriptors_;
  std::span<std::byte> driver_;  // flags, index, ring, used event
  std::span<std::byte> device_;  // flags, index, ring, available event
  bool indirect_ = false;
  bool event_idx_ = false;
  bool broken_ = false;
  bool interrupt_next_ = false;
  std::uint16_t seen_available_ = 0;  // the driver's index when last read: saves reading it for each request of a batch
  std::uint16_t next_available_ = 0;
  std::uint16_t next_used_ = 0;
  std::uint16_t signalled_used_ = 0;
};

}  // namespace vmwright::virtio
