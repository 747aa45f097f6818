#include "kvm/virtio/transport_mmio.h"

#include <linux/virtio_mmio.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace vmwright::virtio {
namespace {

constexpr std::uint32_t kMagic = 0x7472'6976;   // "virt"
constexpr std::uint32_t kVersion = 2;
constexpr std::uint32_t kVendor = 0x5257'4d56;  // "VMWR"
constexpr std::uint32_t kInterrupts = VIRTIO_MMIO_INT_VRING | VIRTIO_MMIO_INT_CONFIG;

Registers::Doorbell doorbell(GuestAddr base) {
  return [base](std::uint16_t queue) {
    return IoEvent{.address = GuestAddr{base.value + VIRTIO_MMIO_QUEUE_NOTIFY}, .length = 4, .match = queue};
  };
}

bool is_word(std::uint64_t offset, std::size_t length) { return length == 4 && offset % 4 == 0; }

}  // namespace

MmioTransport::MmioTransport(const TransportConfig& config)
    : Transport(config, doorbell(config.base)), line_(config.wiring.allocate_line()) {}

MmioTransport::~MmioTransport() { reset_registers(); }

void MmioTransport::read(std::uint64_t offset, std::span<std::byte> data) {
  if (offset >= VIRTIO_MMIO_CONFIG) return device().read_config(offset - VIRTIO_MMIO_CONFIG, data);
  std::ranges::fill(data, std::byte{0});
  if (!is_word(offset, data.size())) return;
  const std::uint32_t value = read_register(offset);
  std::memcpy(data.data(), &value, sizeof value);
}

void MmioTransport::write(std::uint64_t offset, std::span<const std::byte> data) {
  if (offset >= VIRTIO_MMIO_CONFIG) return device().write_config(offset - VIRTIO_MMIO_CONFIG, data);
  if (!is_word(offset, data.size())) return;
  std::uint32_t value;
  std::memcpy(&value, data.data(), sizeof value);
  // The one register of every interrupt: no lock.
  if (offset == VIRTIO_MMIO_INTERRUPT_ACK) {
    interrupt_status_ &= ~value;
    return;
  }
  const std::lock_guard lock(mutex_);
  write_register(offset, value);
}

std::uint32_t MmioTransport::read_register(std::uint64_t offset) const {
  switch (offset) {
    case VIRTIO_MMIO_MAGIC_VALUE:
      return kMagic;
    case VIRTIO_MMIO_VERSION:
      return kVersion;
    case VIRTIO_MMIO_DEVICE_ID:
      return static_cast<std::uint32_t>(device().type());
    case VIRTIO_MMIO_VENDOR_ID:
      return kVendor;
    case VIRTIO_MMIO_INTERRUPT_STATUS:
      return interrupt_status_;
    case VIRTIO_MMIO_STATUS:
      return registers_.status();
    case VIRTIO_MMIO_CONFIG_GENERATION:
      return registers_.generation();
    case VIRTIO_MMIO_SHM_LEN_LOW:
    case VIRTIO_MMIO_SHM_LEN_HIGH:
    case VIRTIO_MMIO_SHM_BASE_LOW:
    case VIRTIO_MMIO_SHM_BASE_HIGH:
      return 0xffff'ffff;  // no such region
    default:
      return read_queue_register(offset);
  }
}

// What depends on a selector.
std::uint32_t MmioTransport::read_queue_register(std::uint64_t offset) const {
  const std::lock_guard lock(mutex_);
  if (offset == VIRTIO_MMIO_DEVICE_FEATURES) return registers_.device_features(selectors_.device_features);
  if (offset == VIRTIO_MMIO_QUEUE_NUM_MAX) return registers_.largest_size(selected_queue());
  const QueueRegisters* queue = registers_.queue(selected_queue());
  return offset == VIRTIO_MMIO_QUEUE_READY && queue != nullptr && queue->enabled ? 1 : 0;
}

void MmioTransport::write_register(std::uint64_t offset, std::uint32_t value) {
  switch (offset) {
    case VIRTIO_MMIO_DEVICE_FEATURES_SEL:
      selectors_.device_features = value;
      return;
    case VIRTIO_MMIO_DRIVER_FEATURES_SEL:
      selectors_.driver_features = value;
      return;
    case VIRTIO_MMIO_DRIVER_FEATURES:
      return registers_.set_driver_features(selectors_.driver_features, value);
    case VIRTIO_MMIO_QUEUE_SEL:
      selectors_.queue = value;
      return;
    case VIRTIO_MMIO_QUEUE_NUM:
      return registers_.set_size(selected_queue(), value);
    case VIRTIO_MMIO_QUEUE_READY:
      return value == 1 ? registers_.enable(selected_queue()) : registers_.disable(selected_queue());
    case VIRTIO_MMIO_QUEUE_NOTIFY:
      return registers_.kick(value);
    case VIRTIO_MMIO_STATUS:
      return write_status(static_cast<std::uint8_t>(value));
    default:
      write_address(offset, value);
  }
}

void MmioTransport::write_address(std::uint64_t offset, std::uint32_t value) {
  struct Half {
    std::uint64_t offset;
    RingPart part;
    bool high;
  };
  constexpr Half kHalves[] = {
      {VIRTIO_MMIO_QUEUE_DESC_LOW, RingPart::descriptors, false}, {VIRTIO_MMIO_QUEUE_DESC_HIGH, RingPart::descriptors, true},
      {VIRTIO_MMIO_QUEUE_AVAIL_LOW, RingPart::driver, false},     {VIRTIO_MMIO_QUEUE_AVAIL_HIGH, RingPart::driver, true},
      {VIRTIO_MMIO_QUEUE_USED_LOW, RingPart::device, false},      {VIRTIO_MMIO_QUEUE_USED_HIGH, RingPart::device, true},
  };
  const auto* half = std::ranges::find(kHalves, offset, &Half::offset);
  if (half == std::end(kHalves)) return;
  registers_.set_address(selected_queue(), half->part, half->high, value);
}

void MmioTransport::interrupt(std::uint32_t reason) noexcept {
  interrupt_status_ |= reason;
  line_.event->notify();
}

void MmioTransport::queue_used(std::uint16_t) { interrupt(VIRTIO_MMIO_INT_VRING); }

void MmioTransport::config_changed() {
  registers_.note_config_change();
  interrupt(VIRTIO_MMIO_INT_CONFIG);
}

void MmioTransport::needs_reset() {
  registers_.note_needs_reset();
  interrupt(VIRTIO_MMIO_INT_CONFIG);
}

void MmioTransport::reset() {
  const std::lock_guard lock(mutex_);
  reset_registers();
}

MmioTransportState MmioTransport::state() const {
  const std::lock_guard lock(mutex_);
  return {registers_.state(), selectors_, interrupt_status_};
}

void MmioTransport::restore(const MmioTransportState& state) {
  const std::lock_guard lock(mutex_);
  if ((state.interrupt_status & ~kInterrupts) != 0) throw std::invalid_argument("virtio interrupt of unknown reason");
  selectors_ = state.selectors;
  interrupt_status_ = state.interrupt_status;
  registers_.restore(state.registers);
}

}  // namespace vmwright::virtio
