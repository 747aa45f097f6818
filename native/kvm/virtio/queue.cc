#include "kvm/virtio/queue.h"

// Its inline functions for the guest side are C, not C++.
#define VIRTIO_RING_NO_LEGACY
#include <linux/virtio_ring.h>

#include <atomic>
#include <bit>
#include <stdexcept>

namespace vmwright::virtio {
namespace {

// Both rings begin with flags and index, 16 bits each, and end with the other side's event index.
constexpr std::size_t kFlags = 0;
constexpr std::size_t kIndex = 2;
constexpr std::size_t kRing = 4;

// A field that both sides use. x86 guest and host have the same byte order.
template <typename T>
std::atomic_ref<T> shared(std::span<std::byte> ring, std::size_t offset) {
  return std::atomic_ref<T>(*reinterpret_cast<T*>(ring.data() + offset));
}

std::span<std::byte> place(const GuestMemory& memory, GuestAddr addr, std::size_t size, std::size_t alignment) {
  if (addr.value % alignment != 0) throw std::invalid_argument("virtqueue ring is not aligned");
  return memory.slice(addr, size);
}

}  // namespace

Queue::Queue(const GuestMemory& memory, const QueueLayout& layout, bool indirect, bool event_idx)
    : memory_(&memory), layout_(layout), indirect_(indirect), event_idx_(event_idx) {
  const std::size_t size = layout.size;
  if (size > kLargestQueue || !std::has_single_bit(size)) throw std::invalid_argument("virtqueue of odd size");
  descriptors_ = place(memory, layout.descriptors, size * kDescriptorSize, VRING_DESC_ALIGN_SIZE);
  driver_ = place(memory, layout.driver, kRing + size * sizeof(std::uint16_t) + sizeof(std::uint16_t),
                  VRING_AVAIL_ALIGN_SIZE);
  device_ = place(memory, layout.device, kRing + size * sizeof(vring_used_elem) + sizeof(std::uint16_t),
                  VRING_USED_ALIGN_SIZE);
}

std::uint16_t Queue::available_index() const noexcept {
  // Acquire: what the driver wrote before it raised the index is read after it.
  return shared<std::uint16_t>(driver_, kIndex).load(std::memory_order_acquire);
}

Pop Queue::pop(Chain& chain) {
  if (broken_) return Pop::broken;
  if (!ready()) return Pop::empty;
  if (next_available_ == seen_available_) {
    const std::uint16_t index = available_index();
    if (index == next_available_) return Pop::empty;
    // More than the ring can hold.
    if (static_cast<std::uint16_t>(index - next_available_) > layout_.size) {
      broken_ = true;
      return Pop::broken;
    }
    seen_available_ = index;
  }
  const std::size_t slot = next_available_ % layout_.size;
  const std::uint16_t head = shared<std::uint16_t>(driver_, kRing + slot * 2).load(std::memory_order_relaxed);
  if (!walk_chain(*memory_, descriptors_, head, indirect_, chain)) {
    broken_ = true;
    return Pop::broken;
  }
  next_available_++;
  return Pop::chain;
}

void Queue::push(std::uint16_t head, std::uint32_t written) {
  const UsedRequest request{head, written};
  push(std::span(&request, 1));
}

void Queue::push(std::span<const UsedRequest> requests) {
  if (!ready()) return;
  for (const UsedRequest& request : requests) {
    const std::size_t element = kRing + next_used_ % layout_.size * sizeof(vring_used_elem);
    shared<std::uint32_t>(device_, element).store(request.head, std::memory_order_relaxed);
    shared<std::uint32_t>(device_, element + 4).store(request.written, std::memory_order_relaxed);
    next_used_++;
  }
  // Release: elements and buffers are there before the index says so.
  shared<std::uint16_t>(device_, kIndex).store(next_used_, std::memory_order_release);
}

bool Queue::should_interrupt() {
  if (!ready() || signalled_used_ == next_used_) return false;
  // The index must be out before the driver's wish is read, or both sides could wait for each other.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  const bool wanted = interrupt_next_ || event_passed();
  interrupt_next_ = false;
  signalled_used_ = next_used_;
  return wanted;
}

// Section 2.7.7.2 with EVENT_IDX, else 2.7.7.1.
bool Queue::event_passed() const noexcept {
  if (!event_idx_) {
    return (shared<std::uint16_t>(driver_, kFlags).load(std::memory_order_relaxed) & VRING_AVAIL_F_NO_INTERRUPT) == 0;
  }
  const std::uint16_t event = shared<std::uint16_t>(driver_, driver_.size() - 2).load(std::memory_order_relaxed);
  return vring_need_event(event, next_used_, signalled_used_) != 0;
}

void Queue::disable_notifications() {
  // With EVENT_IDX there is nothing to write: the event index stays behind, and the driver passes it once only.
  if (!ready() || event_idx_) return;
  shared<std::uint16_t>(device_, kFlags).store(VRING_USED_F_NO_NOTIFY, std::memory_order_relaxed);
}

bool Queue::enable_notifications() {
  if (!ready()) return true;
  if (event_idx_) {
    shared<std::uint16_t>(device_, device_.size() - 2).store(next_available_, std::memory_order_relaxed);
  } else {
    shared<std::uint16_t>(device_, kFlags).store(0, std::memory_order_relaxed);
  }
  // The wish must be out before the index is read, or both sides could wait for each other.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  return broken_ || available_index() == next_available_;
}

void Queue::resume_at(QueueCounters counters) noexcept {
  next_available_ = seen_available_ = counters.next_available;
  next_used_ = counters.next_used;
  signalled_used_ = static_cast<std::uint16_t>(next_used_ - 1);
  interrupt_next_ = true;
  broken_ = false;
}

}  // namespace vmwright::virtio
