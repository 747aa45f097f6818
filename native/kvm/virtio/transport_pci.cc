#include "kvm/virtio/transport_pci.h"

#include <linux/virtio_pci.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace vmwright::virtio {
namespace {

constexpr std::uint16_t kNoVector = VIRTIO_MSI_NO_VECTOR;
constexpr std::uint8_t kIsrQueue = 1;
constexpr std::uint8_t kIsrConfig = 2;

Registers::Doorbell doorbell(GuestAddr bar) {
  return [bar](std::uint16_t queue) {
    // Of any length: KVM has a faster way for those.
    const std::uint64_t place = bar.value + pci_bar::kNotify + queue * std::uint64_t{pci_bar::kNotifyMultiplier};
    return IoEvent{.address = GuestAddr{place}, .length = 0};
  };
}

std::uint16_t vector_count(const Device& device) {
  const std::size_t count = device.queue_sizes().size() + 1;
  if (count > pci_bar::kMostVectors) throw std::length_error("virtio device with too many queues for PCI");
  return static_cast<std::uint16_t>(count);
}

std::uint32_t load(std::span<const std::byte> data) {
  std::uint32_t value = 0;
  std::memcpy(&value, data.data(), std::min(data.size(), sizeof value));
  return value;
}

// Every field of the common configuration up to here has this width.
std::size_t width_of(std::uint64_t offset) {
  if (offset < VIRTIO_PCI_COMMON_MSIX) return 4;
  if (offset == VIRTIO_PCI_COMMON_STATUS || offset == VIRTIO_PCI_COMMON_CFGGENERATION) return 1;
  return offset < VIRTIO_PCI_COMMON_Q_DESCLO ? 2 : 4;
}

}  // namespace

PciTransport::PciTransport(const TransportConfig& config)
    : Transport(config, doorbell(config.base)),
      pci_config_(config.device.type(), config.base, vector_count(config.device)),
      msix_(config.wiring, vector_count(config.device)),
      queue_vectors_(registers_.queue_count()) {
  on_reset();
}

PciTransport::~PciTransport() { reset_registers(); }

void PciTransport::read(std::uint64_t offset, std::span<std::byte> data) {
  std::ranges::fill(data, std::byte{0});
  if (offset >= pci_bar::kMsixPending) return msix_.read_pending(offset - pci_bar::kMsixPending, data);
  if (offset >= pci_bar::kMsixTable) return msix_.read_table(offset - pci_bar::kMsixTable, data);
  if (offset >= pci_bar::kNotify) return;
  if (offset >= pci_bar::kDevice) return device().read_config(offset - pci_bar::kDevice, data);
  if (offset == pci_bar::kIsr) {
    data[0] = std::byte{isr_.exchange(0)};
  } else if (offset < pci_bar::kIsr) {
    const std::uint32_t value = read_common(offset, data.size());
    std::memcpy(data.data(), &value, std::min(data.size(), sizeof value));
  }
}

void PciTransport::write(std::uint64_t offset, std::span<const std::byte> data) {
  if (offset >= pci_bar::kMsixPending) return;
  if (offset >= pci_bar::kMsixTable) return msix_.write_table(offset - pci_bar::kMsixTable, data);
  if (offset >= pci_bar::kDevice && offset < pci_bar::kNotify) {
    return device().write_config(offset - pci_bar::kDevice, data);
  }
  const std::lock_guard lock(mutex_);
  if (offset >= pci_bar::kNotify) {
    registers_.kick(static_cast<std::uint32_t>((offset - pci_bar::kNotify) / pci_bar::kNotifyMultiplier));
  } else if (offset < pci_bar::kIsr) {
    write_common(offset, data.size(), load(data));
  }
}

std::uint32_t PciTransport::read_common(std::uint64_t offset, std::size_t length) const {
  if (length != width_of(offset)) return 0;
  if (offset == VIRTIO_PCI_COMMON_STATUS) return registers_.status();
  if (offset == VIRTIO_PCI_COMMON_CFGGENERATION) return registers_.generation();
  const std::lock_guard lock(mutex_);
  switch (offset) {
    case VIRTIO_PCI_COMMON_DFSELECT:
      return selectors_.device_features;
    case VIRTIO_PCI_COMMON_DF:
      return registers_.device_features(selectors_.device_features);
    case VIRTIO_PCI_COMMON_GFSELECT:
      return selectors_.driver_features;
    case VIRTIO_PCI_COMMON_GF:
      return registers_.driver_features(selectors_.driver_features);
    case VIRTIO_PCI_COMMON_MSIX:
      return config_vector_;
    case VIRTIO_PCI_COMMON_NUMQ:
      return registers_.queue_count();
    case VIRTIO_PCI_COMMON_Q_SELECT:
      return selectors_.queue;
    default:
      return read_queue(offset);
  }
}

// Of the selected queue; zero when there is none, which a driver reads as a size.
std::uint32_t PciTransport::read_queue(std::uint64_t offset) const {
  const std::uint16_t index = selected_queue();
  const QueueRegisters* queue = registers_.queue(index);
  if (queue == nullptr) return offset == VIRTIO_PCI_COMMON_Q_MSIX ? kNoVector : 0;
  const auto half = [](GuestAddr address, bool high) {
    return static_cast<std::uint32_t>(high ? address.value >> 32 : address.value);
  };
  switch (offset) {
    case VIRTIO_PCI_COMMON_Q_SIZE:
      return queue->layout.size;
    case VIRTIO_PCI_COMMON_Q_MSIX:
      return queue_vectors_[index];
    case VIRTIO_PCI_COMMON_Q_ENABLE:
      return queue->enabled ? 1 : 0;
    case VIRTIO_PCI_COMMON_Q_NOFF:
      return index;
    case VIRTIO_PCI_COMMON_Q_DESCLO:
    case VIRTIO_PCI_COMMON_Q_DESCHI:
      return half(queue->layout.descriptors, offset == VIRTIO_PCI_COMMON_Q_DESCHI);
    case VIRTIO_PCI_COMMON_Q_AVAILLO:
    case VIRTIO_PCI_COMMON_Q_AVAILHI:
      return half(queue->layout.driver, offset == VIRTIO_PCI_COMMON_Q_AVAILHI);
    case VIRTIO_PCI_COMMON_Q_USEDLO:
    case VIRTIO_PCI_COMMON_Q_USEDHI:
      return half(queue->layout.device, offset == VIRTIO_PCI_COMMON_Q_USEDHI);
    default:
      return 0;
  }
}

void PciTransport::write_common(std::uint64_t offset, std::size_t length, std::uint32_t value) {
  if (length != width_of(offset)) return;
  switch (offset) {
    case VIRTIO_PCI_COMMON_DFSELECT:
      selectors_.device_features = value;
      return;
    case VIRTIO_PCI_COMMON_GFSELECT:
      selectors_.driver_features = value;
      return;
    case VIRTIO_PCI_COMMON_GF:
      return registers_.set_driver_features(selectors_.driver_features, value);
    case VIRTIO_PCI_COMMON_MSIX:
      config_vector_ = vector_or_none(value);
      return;
    case VIRTIO_PCI_COMMON_STATUS:
      return write_status(static_cast<std::uint8_t>(value));
    case VIRTIO_PCI_COMMON_Q_SELECT:
      selectors_.queue = value;
      return;
    default:
      write_queue(offset, value);
  }
}

void PciTransport::write_queue(std::uint64_t offset, std::uint32_t value) {
  const std::uint16_t index = selected_queue();
  switch (offset) {
    case VIRTIO_PCI_COMMON_Q_SIZE:
      return registers_.set_size(index, value);
    case VIRTIO_PCI_COMMON_Q_MSIX:
      if (index < queue_vectors_.size()) queue_vectors_[index] = vector_or_none(value);
      return;
    case VIRTIO_PCI_COMMON_Q_ENABLE:
      if (value == 1) registers_.enable(index);
      return;
    case VIRTIO_PCI_COMMON_Q_DESCLO:
    case VIRTIO_PCI_COMMON_Q_DESCHI:
      return registers_.set_address(index, RingPart::descriptors, offset == VIRTIO_PCI_COMMON_Q_DESCHI, value);
    case VIRTIO_PCI_COMMON_Q_AVAILLO:
    case VIRTIO_PCI_COMMON_Q_AVAILHI:
      return registers_.set_address(index, RingPart::driver, offset == VIRTIO_PCI_COMMON_Q_AVAILHI, value);
    case VIRTIO_PCI_COMMON_Q_USEDLO:
    case VIRTIO_PCI_COMMON_Q_USEDHI:
      return registers_.set_address(index, RingPart::device, offset == VIRTIO_PCI_COMMON_Q_USEDHI, value);
    default:
      return;
  }
}

std::uint16_t PciTransport::vector_or_none(std::uint32_t value) const noexcept {
  return value < msix_.size() ? static_cast<std::uint16_t>(value) : kNoVector;
}

// Through the window the BAR is accessed without the lock of the configuration space: it has its own.
void PciTransport::read_config(std::uint16_t offset, std::span<std::byte> data) {
  std::optional<PciConfig::Window> window;
  {
    const std::lock_guard lock(config_mutex_);
    window = pci_config_.window(offset, data.size());
    if (!window) return pci_config_.space().read(offset, data);
  }
  read(window->offset, data);
}

void PciTransport::write_config(std::uint16_t offset, std::span<const std::byte> data) {
  std::optional<PciConfig::Window> window;
  {
    const std::lock_guard lock(config_mutex_);
    window = pci_config_.window(offset, data.size());
    if (!window) {
      pci_config_.space().write(offset, data);
      return msix_.set_control(pci_config_.msix_enabled(), pci_config_.msix_masked());
    }
  }
  write(window->offset, data);
}

// Section 4.1.5.1.2 and 4.1.5.1.4: with MSI-X the ISR says nothing.
void PciTransport::interrupt(std::uint8_t reason, std::uint16_t vector) noexcept {
  if (!msix_.enabled()) isr_ |= reason;
  msix_.trigger(vector);
}

void PciTransport::queue_used(std::uint16_t queue) {
  if (queue < queue_vectors_.size()) interrupt(kIsrQueue, queue_vectors_[queue]);
}

void PciTransport::config_changed() {
  registers_.note_config_change();
  interrupt(kIsrConfig, config_vector_);
}

void PciTransport::needs_reset() {
  registers_.note_needs_reset();
  interrupt(kIsrConfig, config_vector_);
}

void PciTransport::on_reset() noexcept {
  isr_ = 0;
  config_vector_ = kNoVector;
  for (auto& vector : queue_vectors_) vector = kNoVector;
}

void PciTransport::reset() {
  const std::scoped_lock lock(config_mutex_, mutex_);
  reset_registers();
  pci_config_ = PciConfig(device().type(), base(), msix_.size());
  msix_.reset();
}

PciTransportState PciTransport::state() const {
  const std::scoped_lock lock(config_mutex_, mutex_);
  return {.registers = registers_.state(),
          .selectors = selectors_,
          .isr = isr_,
          .config_vector = config_vector_,
          .queue_vectors = {queue_vectors_.begin(), queue_vectors_.end()},
          .config = pci_config_.space().state(),
          .msix = msix_.state()};
}

void PciTransport::restore(const PciTransportState& state) {
  const std::scoped_lock lock(config_mutex_, mutex_);
  const auto known = [this](std::uint16_t vector) { return vector == kNoVector || vector < msix_.size(); };
  if (state.queue_vectors.size() != queue_vectors_.size() || !known(state.config_vector) ||
      !std::ranges::all_of(state.queue_vectors, known) || (state.isr & ~(kIsrQueue | kIsrConfig)) != 0) {
    throw std::invalid_argument("virtio interrupts that the device does not have");
  }
  pci_config_.space().restore(state.config);
  if (state.msix.enabled != pci_config_.msix_enabled() || state.msix.function_masked != pci_config_.msix_masked()) {
    throw std::invalid_argument("MSI-X table and configuration space disagree");
  }
  msix_.restore(state.msix);
  selectors_ = state.selectors;
  isr_ = state.isr;
  config_vector_ = state.config_vector;
  std::ranges::copy(state.queue_vectors, queue_vectors_.begin());
  registers_.restore(state.registers);
}

}  // namespace vmwright::virtio
