// Where virtio devices are plugged in: slots of the PCI bus, or windows of registers.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "kvm/acpi/dsdt.h"
#include "kvm/bus/bus.h"
#include "kvm/guest_memory.h"
#include "kvm/interrupts.h"
#include "kvm/machine/config.h"
#include "kvm/machine/ecam_shadow.h"
#include "kvm/pci/host_bridge.h"
#include "kvm/pci/root_bus.h"
#include "kvm/virtio/transport.h"

namespace vmwright {

class VirtioSlots {
 public:
  // Everything outlives this.
  VirtioSlots(Transport transport, const GuestMemory& memory, const Vm& vm, Interrupts& interrupts, Bus& bus,
              EventLoop& loop);

  // Before the first vCPU runs. The device outlives this, which resets it in the end. Throws Error OPTION_INVALID when no
  // slot is free.
  void attach(virtio::Device& device);
  // All devices are attached and the first vCPU is about to run. Throws Error.
  void seal();
  // In the order of attaching; for snapshots. What changed their configuration space without the guest calls refresh().
  std::span<const std::unique_ptr<virtio::Transport>> transports() const noexcept { return transports_; }

  // For ACPI.
  const std::vector<acpi::VirtioMmioNode>& mmio_nodes() const noexcept { return mmio_nodes_; }

  // While no vCPU runs. Devices and transports as they are when a machine is switched on.
  void reset();
  void refresh() { ecam_.refresh(); }
  void pause();
  void resume();

 private:
  void attach_pci(virtio::Device& device);
  void attach_mmio(virtio::Device& device);

  const Transport transport_;
  const GuestMemory& memory_;
  Interrupts& interrupts_;
  Bus& bus_;
  pci::HostBridge host_bridge_;
  pci::RootBus root_bus_;
  EcamShadow ecam_;
  std::vector<acpi::VirtioMmioNode> mmio_nodes_;
  std::vector<std::unique_ptr<virtio::Transport>> transports_;
};

}  // namespace vmwright
