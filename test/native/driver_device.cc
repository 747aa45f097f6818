#include "driver_device.h"

#include <sys/epoll.h>

#include <cstring>

namespace driver {

using vmwright::virtio::Pop;
using vmwright::virtio::Queue;

void TestDevice::read_config(std::uint64_t offset, std::span<std::byte> data) {
  for (std::size_t i = 0; i < data.size(); i++) {
    data[i] = offset + i < config_.size() ? std::byte{config_[offset + i].load()} : std::byte{0};
  }
}

void TestDevice::write_config(std::uint64_t offset, std::span<const std::byte> data) {
  for (std::size_t i = 0; i < data.size() && offset + i < config_.size(); i++) {
    config_[offset + i] = std::to_integer<std::uint8_t>(data[i]);
  }
}

void TestDevice::activate(const vmwright::virtio::Activation& given) {
  activation.emplace(given);
  activations++;
  for (std::uint16_t i = 0; i < given.queues.size(); i++) {
    loop_.add(given.kicks[i].get(), EPOLLIN, [this, i](std::uint32_t) {
      activation->kicks[i].drain();
      work(i);
    });
  }
}

void TestDevice::reset() {
  if (!activation) return;
  for (const EventFd& kick : activation->kicks) loop_.remove(kick.get());
  activation.reset();
  resets++;
}

void TestDevice::resume() {
  paused = false;
  if (!activation) return;
  for (std::uint16_t i = 0; i < activation->queues.size(); i++) work(i);
}

void TestDevice::work(std::uint16_t index) {
  if (paused || hold) return;
  Queue& queue = activation->queues[index];
  Pop pop;
  while ((pop = queue.pop(chain_)) == Pop::chain) {
    for (const iovec& buffer : chain_.writable) std::memset(buffer.iov_base, 0x5a, buffer.iov_len);
    queue.push(chain_.head, static_cast<std::uint32_t>(chain_.readable_bytes));
    requests++;
  }
  if (queue.should_interrupt()) activation->interrupt.queue_used(index);
  if (pop == Pop::broken) return activation->interrupt.needs_reset();
  if (!queue.enable_notifications()) activation->kicks[index].notify();
}

}  // namespace driver
