// Snapshots of transports, device and machine paused. Restoring one checks it as if a guest had written it: throws
// std::invalid_argument or std::out_of_range unless a driver could have brought it about.
#pragma once

#include <cstdint>
#include <vector>

#include "kvm/pci/config_space.h"
#include "kvm/pci/msix.h"
#include "kvm/virtio/registers.h"
#include "kvm/virtio/transport.h"

namespace vmwright::virtio {

struct MmioTransportState {
  RegisterState registers;
  Selectors selectors;
  std::uint32_t interrupt_status = 0;
  bool operator==(const MmioTransportState&) const = default;
};

struct PciTransportState {
  RegisterState registers;
  Selectors selectors;
  std::uint8_t isr = 0;
  std::uint16_t config_vector = 0;
  std::vector<std::uint16_t> queue_vectors;
  pci::ConfigSpace::State config{};
  pci::MsixTable::State msix;
  bool operator==(const PciTransportState&) const = default;
};

}  // namespace vmwright::virtio
