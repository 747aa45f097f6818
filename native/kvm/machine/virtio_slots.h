// Where virtio devices are plugged in: slots of the PCI bus, or windows of registers.
#pragma once

#include <memory>
#include <vector>

#include "kvm/acpi/dsdt.h"
#include "kvm/bus/bus.h"
#include "kvm/guest_memory.h"
#include "kvm/interrupts.h"
#include "kvm/machine/config.h"
#include "kvm/pci/host_bridge.h"
#include "kvm/pci/root_bus.h"
#include "kvm/virtio/device.h"

namespace vmwright {

class VirtioSlots {
 public:
  // Everything outlives this.
  VirtioSlots(Transport transport, const GuestMemory& memory, Interrupts& interrupts, Bus& bus);

  // For ACPI.
  std::vector<acpi::VirtioMmioNode> mmio_nodes() const;

  // Devices and transports as they are when a machine is switched on.
  void reset();
  void pause();
  void resume();

 private:
  const Transport transport_;
  const GuestMemory& memory_;
  Interrupts& interrupts_;
  Bus& bus_;
  std::vector<virtio::Device*> devices_;
  pci::HostBridge host_bridge_;
  pci::RootBus root_bus_;
};

}  // namespace vmwright
