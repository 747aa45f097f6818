#include "kvm/virtio/transport.h"

#include <limits>

namespace vmwright::virtio {

Transport::Transport(const TransportConfig& config, Registers::Doorbell doorbell)
    : config_(config), registers_(config.device, config.memory, config.wiring, *this, std::move(doorbell)) {}

void Transport::pause() {
  device().loop().call([this] { device().pause(); });
}

void Transport::resume() {
  device().loop().call([this] { device().resume(); });
}

void Transport::write_status(std::uint8_t value) {
  const bool refused = registers_.set_status(value);
  if (value == 0) clear();
  if (refused) needs_reset();
}

void Transport::reset_registers() {
  registers_.reset();
  clear();
}

void Transport::clear() noexcept {
  selectors_ = {};
  on_reset();
}

std::uint16_t Transport::selected_queue() const noexcept {
  constexpr std::uint16_t kNone = std::numeric_limits<std::uint16_t>::max();
  return selectors_.queue < kNone ? static_cast<std::uint16_t>(selectors_.queue) : kNone;
}

}  // namespace vmwright::virtio
