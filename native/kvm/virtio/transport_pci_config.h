// The configuration space of a virtio-pci function: identity, one BAR, and capabilities that say what is where in it.
// virtio 1.2, sections 4.1.2 and 4.1.4.
#pragma once

#include <cstdint>
#include <optional>

#include "kvm/guest_memory.h"
#include "kvm/pci/config_space.h"
#include "kvm/virtio/device.h"

namespace vmwright::virtio {

// What is where in the BAR. Pages of their own, so that a driver maps what it needs.
namespace pci_bar {
constexpr std::uint64_t kSize = 0x8000;
constexpr std::uint64_t kPage = 0x1000;
constexpr std::uint64_t kCommon = 0x0000;
constexpr std::uint64_t kIsr = 0x1000;
constexpr std::uint64_t kDevice = 0x2000;
constexpr std::uint64_t kNotify = 0x3000;
constexpr std::uint64_t kMsixTable = 0x4000;
constexpr std::uint64_t kMsixPending = 0x6000;
constexpr std::uint32_t kNotifyMultiplier = 4;  // a doorbell for each queue
// What the MSI-X table has room for: one for changes of the configuration, one for each queue.
constexpr std::size_t kMostVectors = (kMsixPending - kMsixTable) / 16;
}  // namespace pci_bar

// The owner locks.
class PciConfig {
 public:
  // A window into the BAR, for drivers that cannot reach it otherwise. Section 4.1.4.9.
  struct Window {
    std::uint64_t offset;
    std::uint32_t length;  // 1, 2 or 4
  };

  PciConfig(DeviceType type, GuestAddr bar, std::uint16_t vectors);

  pci::ConfigSpace& space() noexcept { return space_; }
  const pci::ConfigSpace& space() const noexcept { return space_; }

  bool msix_enabled() const noexcept;
  bool msix_masked() const noexcept;
  // Where an access of `length` bytes at `offset` goes, when it is one through a window that is set up well.
  std::optional<Window> window(std::size_t offset, std::size_t length) const noexcept;

 private:
  pci::ConfigSpace space_;
  std::uint8_t msix_ = 0;    // where the capabilities are
  std::uint8_t window_ = 0;
};

}  // namespace vmwright::virtio
