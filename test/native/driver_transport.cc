#include "driver_transport.h"

#include <linux/pci_regs.h>
#include <linux/virtio_mmio.h>
#include <linux/virtio_pci.h>

namespace driver {
namespace {

class TestRoute final : public MsiRoute {
 public:
  explicit TestRoute(std::shared_ptr<TestWiring::Message> message) : message_(std::move(message)) {}
  void program(std::uint64_t address, std::uint32_t data) noexcept override {
    message_->address = address;
    message_->data = data;
    message_->programmed++;
  }
  void trigger() noexcept override { message_->event->notify(); }

 private:
  std::shared_ptr<TestWiring::Message> message_;
};

std::uint32_t half(std::uint64_t value, unsigned word) { return static_cast<std::uint32_t>(value >> 32 * word); }

}  // namespace

Wiring::Line TestWiring::allocate_line() {
  lines.push_back({static_cast<std::uint32_t>(5 + lines.size()), std::make_shared<EventFd>()});
  return lines.back();
}

std::unique_ptr<MsiRoute> TestWiring::allocate_msi() {
  messages.push_back(std::make_shared<Message>());
  return std::make_unique<TestRoute>(messages.back());
}

bool TransportDriver::negotiate(std::uint64_t features) const {
  set_status(0);
  set_status(kAcknowledge);
  set_status(kAcknowledge | kDriver);
  set_features(features);
  set_status(kAcknowledge | kDriver | kFeaturesOk);
  return status() == (kAcknowledge | kDriver | kFeaturesOk);
}

void TransportDriver::ring_often(std::uint16_t queue) const {
  for (int i = 0; i < vmwright::virtio::kExitsBeforeDoorbell; i++) kick(queue);
}

void TransportDriver::bring_up(std::uint64_t features, std::span<Ring* const> rings) const {
  negotiate(features);
  for (std::size_t i = 0; i < rings.size(); i++) {
    if (rings[i] == nullptr) continue;
    set_layout(static_cast<std::uint16_t>(i), rings[i]->layout());
    enable(static_cast<std::uint16_t>(i));
  }
  set_status(status() | kDriverOk);
}

std::uint8_t MmioDriver::status() const {
  return static_cast<std::uint8_t>(window_.read<std::uint32_t>(VIRTIO_MMIO_STATUS));
}

void MmioDriver::set_status(std::uint8_t status) const { window_.write<std::uint32_t>(VIRTIO_MMIO_STATUS, status); }

std::uint64_t MmioDriver::device_features() const {
  std::uint64_t features = 0;
  for (std::uint32_t word = 0; word < 2; word++) {
    window_.write(VIRTIO_MMIO_DEVICE_FEATURES_SEL, word);
    features |= std::uint64_t{window_.read<std::uint32_t>(VIRTIO_MMIO_DEVICE_FEATURES)} << 32 * word;
  }
  return features;
}

void MmioDriver::set_features(std::uint64_t features) const {
  for (std::uint32_t word = 0; word < 2; word++) {
    window_.write(VIRTIO_MMIO_DRIVER_FEATURES_SEL, word);
    window_.write(VIRTIO_MMIO_DRIVER_FEATURES, half(features, word));
  }
}

std::uint16_t MmioDriver::size(std::uint16_t queue) const {
  window_.write<std::uint32_t>(VIRTIO_MMIO_QUEUE_SEL, queue);
  return static_cast<std::uint16_t>(window_.read<std::uint32_t>(VIRTIO_MMIO_QUEUE_NUM_MAX));
}

void MmioDriver::set_layout(std::uint16_t queue, const vmwright::virtio::QueueLayout& layout) const {
  window_.write<std::uint32_t>(VIRTIO_MMIO_QUEUE_SEL, queue);
  window_.write<std::uint32_t>(VIRTIO_MMIO_QUEUE_NUM, layout.size);
  for (unsigned word = 0; word < 2; word++) {
    window_.write(VIRTIO_MMIO_QUEUE_DESC_LOW + 4 * word, half(layout.descriptors.value, word));
    window_.write(VIRTIO_MMIO_QUEUE_AVAIL_LOW + 4 * word, half(layout.driver.value, word));
    window_.write(VIRTIO_MMIO_QUEUE_USED_LOW + 4 * word, half(layout.device.value, word));
  }
}

void MmioDriver::enable(std::uint16_t queue) const {
  window_.write<std::uint32_t>(VIRTIO_MMIO_QUEUE_SEL, queue);
  window_.write<std::uint32_t>(VIRTIO_MMIO_QUEUE_READY, 1);
}

bool MmioDriver::enabled(std::uint16_t queue) const {
  window_.write<std::uint32_t>(VIRTIO_MMIO_QUEUE_SEL, queue);
  return window_.read<std::uint32_t>(VIRTIO_MMIO_QUEUE_READY) == 1;
}

void MmioDriver::kick(std::uint16_t queue) const { window_.write<std::uint32_t>(VIRTIO_MMIO_QUEUE_NOTIFY, queue); }

std::uint32_t MmioDriver::generation() const { return window_.read<std::uint32_t>(VIRTIO_MMIO_CONFIG_GENERATION); }

PciDriver::PciDriver(vmwright::pci::RootBus& bus, unsigned slot, BusDevice& bar)
    : TransportDriver(bar), ecam_{bus}, slot_base_(slot << 15) {
  std::uint8_t next = read<std::uint8_t>(PCI_CAPABILITY_LIST);
  for (int left = 48; next != 0 && left > 0; left--) {
    look_at(next);
    next = read<std::uint8_t>(next + PCI_CAP_LIST_NEXT);
  }
}

void PciDriver::look_at(std::uint8_t capability) {
  const auto id = read<std::uint8_t>(capability);
  if (id == PCI_CAP_ID_MSIX) {
    msix_ = capability;
    table_ = read<std::uint32_t>(capability + PCI_MSIX_TABLE) & PCI_MSIX_TABLE_OFFSET;
    pending_ = read<std::uint32_t>(capability + PCI_MSIX_PBA) & PCI_MSIX_PBA_OFFSET;
  }
  if (id != PCI_CAP_ID_VNDR) return;
  const auto offset = read<std::uint32_t>(capability + VIRTIO_PCI_CAP_OFFSET);
  switch (read<std::uint8_t>(capability + VIRTIO_PCI_CAP_CFG_TYPE)) {
    case VIRTIO_PCI_CAP_COMMON_CFG:
      common_ = offset;
      break;
    case VIRTIO_PCI_CAP_NOTIFY_CFG:
      notify_ = offset;
      notify_multiplier_ = read<std::uint32_t>(capability + VIRTIO_PCI_NOTIFY_CAP_MULT);
      break;
    case VIRTIO_PCI_CAP_ISR_CFG:
      isr_ = offset;
      break;
    case VIRTIO_PCI_CAP_DEVICE_CFG:
      device_ = offset;
      has_device_ = true;
      break;
    case VIRTIO_PCI_CAP_PCI_CFG:
      access_window_ = capability;
      break;
  }
}

std::uint8_t PciDriver::status() const { return window_.read<std::uint8_t>(common_ + VIRTIO_PCI_COMMON_STATUS); }

void PciDriver::set_status(std::uint8_t status) const { window_.write(common_ + VIRTIO_PCI_COMMON_STATUS, status); }

std::uint64_t PciDriver::device_features() const {
  std::uint64_t features = 0;
  for (std::uint32_t word = 0; word < 2; word++) {
    window_.write(common_ + VIRTIO_PCI_COMMON_DFSELECT, word);
    features |= std::uint64_t{window_.read<std::uint32_t>(common_ + VIRTIO_PCI_COMMON_DF)} << 32 * word;
  }
  return features;
}

void PciDriver::set_features(std::uint64_t features) const {
  for (std::uint32_t word = 0; word < 2; word++) {
    window_.write(common_ + VIRTIO_PCI_COMMON_GFSELECT, word);
    window_.write(common_ + VIRTIO_PCI_COMMON_GF, half(features, word));
  }
}

void PciDriver::select(std::uint16_t queue) const { window_.write(common_ + VIRTIO_PCI_COMMON_Q_SELECT, queue); }

std::uint16_t PciDriver::size(std::uint16_t queue) const {
  select(queue);
  return window_.read<std::uint16_t>(common_ + VIRTIO_PCI_COMMON_Q_SIZE);
}

void PciDriver::set_layout(std::uint16_t queue, const vmwright::virtio::QueueLayout& layout) const {
  select(queue);
  window_.write<std::uint16_t>(common_ + VIRTIO_PCI_COMMON_Q_SIZE, layout.size);
  for (unsigned word = 0; word < 2; word++) {
    window_.write(common_ + VIRTIO_PCI_COMMON_Q_DESCLO + 4 * word, half(layout.descriptors.value, word));
    window_.write(common_ + VIRTIO_PCI_COMMON_Q_AVAILLO + 4 * word, half(layout.driver.value, word));
    window_.write(common_ + VIRTIO_PCI_COMMON_Q_USEDLO + 4 * word, half(layout.device.value, word));
  }
}

void PciDriver::enable(std::uint16_t queue) const {
  select(queue);
  window_.write<std::uint16_t>(common_ + VIRTIO_PCI_COMMON_Q_ENABLE, 1);
}

bool PciDriver::enabled(std::uint16_t queue) const {
  select(queue);
  return window_.read<std::uint16_t>(common_ + VIRTIO_PCI_COMMON_Q_ENABLE) == 1;
}

void PciDriver::kick(std::uint16_t queue) const {
  select(queue);
  const std::uint32_t place = window_.read<std::uint16_t>(common_ + VIRTIO_PCI_COMMON_Q_NOFF) * notify_multiplier_;
  window_.write<std::uint16_t>(notify_ + place, queue);
}

std::uint32_t PciDriver::generation() const {
  return window_.read<std::uint8_t>(common_ + VIRTIO_PCI_COMMON_CFGGENERATION);
}

void PciDriver::enable_msix(bool enable, bool mask_all) const {
  const auto size = read<std::uint16_t>(msix_ + PCI_MSIX_FLAGS) & PCI_MSIX_FLAGS_QSIZE;
  const int flags = size | (enable ? PCI_MSIX_FLAGS_ENABLE : 0) | (mask_all ? PCI_MSIX_FLAGS_MASKALL : 0);
  write(msix_ + PCI_MSIX_FLAGS, static_cast<std::uint16_t>(flags));
}

void PciDriver::set_entry(std::uint16_t vector, std::uint64_t address, std::uint32_t data, bool masked) const {
  const std::uint32_t entry = table_ + vector * PCI_MSIX_ENTRY_SIZE;
  window_.write(entry + PCI_MSIX_ENTRY_LOWER_ADDR, half(address, 0));
  window_.write(entry + PCI_MSIX_ENTRY_UPPER_ADDR, half(address, 1));
  window_.write(entry + PCI_MSIX_ENTRY_DATA, data);
  window_.write<std::uint32_t>(entry + PCI_MSIX_ENTRY_VECTOR_CTRL, masked ? 1 : 0);
}

bool PciDriver::pending(std::uint16_t vector) const {
  return (window_.read<std::uint64_t>(pending_ + vector / 64 * 8) >> vector % 64 & 1) != 0;
}

void PciDriver::set_config_vector(std::uint16_t vector) const {
  window_.write(common_ + VIRTIO_PCI_COMMON_MSIX, vector);
}

std::uint16_t PciDriver::config_vector() const { return window_.read<std::uint16_t>(common_ + VIRTIO_PCI_COMMON_MSIX); }

void PciDriver::set_queue_vector(std::uint16_t queue, std::uint16_t vector) const {
  select(queue);
  window_.write(common_ + VIRTIO_PCI_COMMON_Q_MSIX, vector);
}

std::uint16_t PciDriver::queue_vector(std::uint16_t queue) const {
  select(queue);
  return window_.read<std::uint16_t>(common_ + VIRTIO_PCI_COMMON_Q_MSIX);
}

std::uint8_t PciDriver::isr() const { return window_.read<std::uint8_t>(isr_); }

}  // namespace driver
