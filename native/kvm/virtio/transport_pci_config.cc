#include "kvm/virtio/transport_pci_config.h"

#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>

#include <array>
#include <cstddef>
#include <vector>

namespace vmwright::virtio {
namespace {

constexpr std::uint16_t kVendor = 0x1af4;
constexpr std::uint16_t kFirstDevice = 0x1040;  // plus the device type
constexpr std::uint16_t kSubsystem = 0x1100;
constexpr unsigned kBar = 0;

std::uint32_t class_code(DeviceType type) {
  switch (type) {
    case DeviceType::net:
      return 0x02'00'00;
    case DeviceType::block:
      return 0x01'80'00;
    case DeviceType::console:
      return 0x07'80'00;
    default:
      return 0xff'00'00;
  }
}

// The bytes of a capability's struct that follow ID and link.
template <typename T>
std::span<const std::uint8_t> body(const T& capability) {
  return std::span(reinterpret_cast<const std::uint8_t*>(&capability), sizeof capability).subspan(2);
}

virtio_pci_cap structure(std::uint8_t type, std::uint64_t offset, std::uint64_t length, std::size_t size) {
  virtio_pci_cap capability{};
  capability.cap_len = static_cast<std::uint8_t>(size);
  capability.cfg_type = type;
  capability.bar = kBar;
  capability.offset = static_cast<std::uint32_t>(offset);
  capability.length = static_cast<std::uint32_t>(length);
  return capability;
}

std::uint8_t add_structure(pci::ConfigSpace& space, std::uint8_t type, std::uint64_t offset, std::uint64_t length) {
  return space.add_capability(PCI_CAP_ID_VNDR, body(structure(type, offset, length, sizeof(virtio_pci_cap))));
}

void add_notify(pci::ConfigSpace& space, std::uint16_t vectors) {
  virtio_pci_notify_cap notify{};
  const std::uint64_t length = (vectors - 1U) * pci_bar::kNotifyMultiplier;
  notify.cap = structure(VIRTIO_PCI_CAP_NOTIFY_CFG, pci_bar::kNotify, length, sizeof notify);
  notify.notify_off_multiplier = pci_bar::kNotifyMultiplier;
  space.add_capability(PCI_CAP_ID_VNDR, body(notify));
}

std::uint8_t add_window(pci::ConfigSpace& space) {
  virtio_pci_cfg_cap writable{};
  writable.cap.bar = 0xff;
  writable.cap.offset = writable.cap.length = 0xffff'ffff;
  virtio_pci_cfg_cap window{};
  window.cap = structure(VIRTIO_PCI_CAP_PCI_CFG, 0, 0, sizeof window);
  return space.add_capability(PCI_CAP_ID_VNDR, body(window), body(writable));
}

std::uint8_t add_msix(pci::ConfigSpace& space, std::uint16_t vectors) {
  struct [[gnu::packed]] Msix {
    std::uint8_t id;
    std::uint8_t next;
    std::uint16_t control;
    std::uint32_t table;
    std::uint32_t pending;
  };
  static_assert(sizeof(Msix) == PCI_CAP_MSIX_SIZEOF);
  const Msix msix = {.control = static_cast<std::uint16_t>(vectors - 1),
                     .table = pci_bar::kMsixTable | kBar,
                     .pending = pci_bar::kMsixPending | kBar};
  const Msix writable = {.control = PCI_MSIX_FLAGS_ENABLE | PCI_MSIX_FLAGS_MASKALL};
  return space.add_capability(PCI_CAP_ID_MSIX, body(msix), body(writable));
}

pci::Identity identity(DeviceType type) {
  return {.vendor = kVendor,
          .device = static_cast<std::uint16_t>(kFirstDevice + static_cast<std::uint32_t>(type)),
          .class_code = class_code(type),
          .revision = 1,
          .subsystem_vendor = kVendor,
          .subsystem = kSubsystem};
}

}  // namespace

// A driver walks the list once for each kind, from the start; MSI-X is looked up most often.
PciConfig::PciConfig(DeviceType type, GuestAddr bar, std::uint16_t vectors) : space_(identity(type)) {
  space_.add_memory_bar(kBar, bar.value, pci_bar::kSize);
  msix_ = add_msix(space_, vectors);
  add_structure(space_, VIRTIO_PCI_CAP_COMMON_CFG, pci_bar::kCommon, sizeof(virtio_pci_common_cfg));
  add_structure(space_, VIRTIO_PCI_CAP_ISR_CFG, pci_bar::kIsr, 1);
  add_notify(space_, vectors);
  // An entropy device has no configuration of its own.
  if (type != DeviceType::rng) add_structure(space_, VIRTIO_PCI_CAP_DEVICE_CFG, pci_bar::kDevice, pci_bar::kPage);
  window_ = add_window(space_);
}

bool PciConfig::msix_enabled() const noexcept {
  return (space_.word(msix_ + PCI_MSIX_FLAGS) & PCI_MSIX_FLAGS_ENABLE) != 0;
}

bool PciConfig::msix_masked() const noexcept {
  return (space_.word(msix_ + PCI_MSIX_FLAGS) & PCI_MSIX_FLAGS_MASKALL) != 0;
}

std::optional<PciConfig::Window> PciConfig::window(std::size_t offset, std::size_t length) const noexcept {
  if (offset != window_ + offsetof(virtio_pci_cfg_cap, pci_cfg_data)) return std::nullopt;
  const std::uint32_t wanted = space_.dword(window_ + offsetof(virtio_pci_cap, length));
  const std::uint32_t place = space_.dword(window_ + offsetof(virtio_pci_cap, offset));
  const std::uint8_t bar = space_.word(window_ + offsetof(virtio_pci_cap, bar)) & 0xff;
  if (bar != kBar || wanted != length || (wanted != 1 && wanted != 2 && wanted != 4)) return std::nullopt;
  if (place % wanted != 0 || place > pci_bar::kSize - wanted) return std::nullopt;
  return Window{place, wanted};
}

}  // namespace vmwright::virtio
