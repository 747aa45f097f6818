#include "driver.h"

#include <poll.h>

#include <future>
#include <stdexcept>

namespace driver {
namespace {

using vmwright::virtio::Queue;

constexpr int kPatienceMs = 5000;
constexpr std::uint64_t kTransportFeatures =
    vmwright::virtio::kVersion1 | vmwright::virtio::kIndirectDescriptors | vmwright::virtio::kEventIdx;

GuestAddr at(GuestAddr base, std::uint64_t offset) { return {base.value + offset}; }

}  // namespace

Arena::Arena(std::size_t size, GuestAddr base) : base_(base), memory_(base, size), next_(base.value + 4096) {}

GuestAddr Arena::allocate(std::size_t size, std::size_t alignment) {
  next_ = (next_ + alignment - 1) / alignment * alignment;
  const GuestAddr addr{next_};
  next_ += size;
  if (next_ > end().value) throw std::length_error("the test's guest memory is too small");
  return addr;
}

GuestAddr Arena::place(std::string_view bytes) {
  const GuestAddr addr = allocate(bytes.size());
  memory_.write_bytes(addr, std::as_bytes(std::span(bytes)));
  return addr;
}

std::string Arena::text(GuestAddr addr, std::size_t size) const {
  const auto bytes = memory_.slice(addr, size);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Ring::Ring(Arena& arena, std::uint16_t size) : arena_(arena) {
  layout_.size = size;
  layout_.descriptors = arena.allocate(size * 16, 16);
  layout_.driver = arena.allocate(6 + size * 2, 2);
  layout_.device = arena.allocate(6 + size * 8, 4);
}

std::uint16_t Ring::take(std::size_t count) {
  // Wraps to the start when the rest is too short, as the requests there are long completed.
  if (next_descriptor_ + count > layout_.size) next_descriptor_ = 0;
  const std::uint16_t first = next_descriptor_;
  next_descriptor_ += static_cast<std::uint16_t>(count);
  return first;
}

void Ring::chain(GuestAddr table, std::uint16_t first, std::span<const Buffer> buffers) {
  for (std::size_t i = 0; i < buffers.size(); i++) {
    const bool last = i + 1 == buffers.size();
    const auto flags = static_cast<std::uint16_t>((buffers[i].writable ? kWrite : 0) | (last ? 0 : kNext));
    const Descriptor descriptor = {buffers[i].address.value, buffers[i].length, flags,
                                   static_cast<std::uint16_t>(last ? 0 : first + i + 1)};
    arena_.memory().write(at(table, (first + i) * 16), descriptor);
  }
}

std::uint16_t Ring::add(std::initializer_list<Buffer> buffers) {
  return add(std::span<const Buffer>(buffers.begin(), buffers.size()));
}

std::uint16_t Ring::add(std::span<const Buffer> buffers) {
  const std::uint16_t head = take(buffers.size());
  chain(layout_.descriptors, head, buffers);
  available(head);
  return head;
}

std::uint16_t Ring::add_indirect(std::span<const Buffer> buffers) {
  const GuestAddr table = arena_.allocate(buffers.size() * 16);
  chain(table, 0, buffers);
  const std::uint16_t head = take(1);
  descriptor(head, {table.value, static_cast<std::uint32_t>(buffers.size() * 16), kIndirect, 0});
  available(head);
  return head;
}

std::optional<Used> Ring::used() {
  if (used_index() == next_used_) return std::nullopt;
  std::atomic_thread_fence(std::memory_order_acquire);
  return arena_.memory().read<Used>(at(layout_.device, 4 + next_used_++ % layout_.size * 8));
}

void Ring::descriptor(std::uint16_t index, const Descriptor& descriptor) {
  arena_.memory().write(at(layout_.descriptors, index * 16), descriptor);
}

void Ring::available(std::uint16_t head) {
  arena_.memory().write(at(layout_.driver, 4 + next_available_ % layout_.size * 2), head);
  set_available_index(static_cast<std::uint16_t>(next_available_ + 1));
}

void Ring::set_available_index(std::uint16_t index) {
  next_available_ = index;
  auto* shared = reinterpret_cast<std::uint16_t*>(arena_.memory().slice(at(layout_.driver, 2), 2).data());
  std::atomic_ref(*shared).store(index, std::memory_order_seq_cst);
}

void Ring::set_available_flags(std::uint16_t flags) { arena_.memory().write(layout_.driver, flags); }

void Ring::set_used_event(std::uint16_t index) {
  arena_.memory().write(at(layout_.driver, 4 + layout_.size * 2), index);
}

std::uint16_t Ring::available_index() const { return arena_.memory().read<std::uint16_t>(at(layout_.driver, 2)); }

std::uint16_t Ring::used_index() const {
  auto* shared = reinterpret_cast<std::uint16_t*>(arena_.memory().slice(at(layout_.device, 2), 2).data());
  return std::atomic_ref(*shared).load(std::memory_order_acquire);
}

std::uint16_t Ring::used_flags() const { return arena_.memory().read<std::uint16_t>(layout_.device); }

std::uint16_t Ring::available_event() const {
  return arena_.memory().read<std::uint16_t>(at(layout_.device, 4 + layout_.size * 8));
}

LoopThread::LoopThread() : thread_([this] { loop_.run(); }) {
  std::promise<void> running;
  loop_.post([&] { running.set_value(); });
  running.get_future().wait();
}

LoopThread::~LoopThread() {
  loop_.stop();
  thread_.join();
}

bool wait_for(const EventFd& event) {
  pollfd ready = {.fd = event.get(), .events = POLLIN, .revents = 0};
  return poll(&ready, 1, kPatienceMs) == 1 && event.drain();
}

Harness::Harness(const GuestMemory& memory, vmwright::virtio::Device& device, std::vector<Ring*> rings,
                 std::uint64_t features_off)
    : device_(device),
      rings_(std::move(rings)),
      features_((device.features() | kTransportFeatures) & ~features_off),
      kicks_(rings_.size()),
      used_(rings_.size()) {
  if (rings_.size() != device.queue_sizes().size()) throw std::invalid_argument("not one ring for each queue");
  const bool indirect = (features_ & vmwright::virtio::kIndirectDescriptors) != 0;
  const bool event_idx = (features_ & vmwright::virtio::kEventIdx) != 0;
  for (const Ring* ring : rings_) {
    queues_.push_back(ring == nullptr ? Queue() : Queue(memory, ring->layout(), indirect, event_idx));
  }
  device_.loop().call([&] { device_.activate({memory, features_, queues_, kicks_, *this}); });
}

Harness::~Harness() { reset(); }

std::optional<Used> Harness::wait_used(std::size_t queue) {
  if (const auto used = rings_.at(queue)->used()) return used;
  Ring& ring = *rings_.at(queue);
  // With EVENT_IDX: an interrupt for the very next buffer.
  ring.set_used_event(ring.used_index());
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (const auto used = ring.used()) return used;
  for (;;) {
    if (!wait_for(used_.at(queue))) return ring.used();
    if (const auto used = ring.used()) return used;
  }
}

void Harness::reset() {
  device_.loop().call([this] { device_.reset(); });
}

void Harness::pause() {
  device_.loop().call([this] { device_.pause(); });
}

void Harness::resume() {
  device_.loop().call([this] { device_.resume(); });
}

void Harness::queue_used(std::uint16_t queue) {
  interrupts_++;
  used_.at(queue).notify();
}

}  // namespace driver
