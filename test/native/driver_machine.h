// A device behind either transport, with a driver for it, and no KVM.
#pragma once

#include <memory>

#include "driver_transport.h"
#include "kvm/pci/host_bridge.h"

namespace driver {

enum class Kind { mmio, pci };

class TestMachine {
 public:
  static constexpr unsigned kSlot = 3;
  static constexpr GuestAddr kBase{0xc001'8000};

  TestMachine(Kind kind, vmwright::virtio::Device& device, const GuestMemory& memory);

  vmwright::virtio::Transport& transport() const noexcept;
  vmwright::virtio::MmioTransport& mmio() const noexcept { return *mmio_; }
  vmwright::virtio::PciTransport& pci() const noexcept { return *pci_; }
  const TransportDriver& driver() const noexcept { return *driver_; }
  const PciDriver& pci_driver() const noexcept { return static_cast<const PciDriver&>(*driver_); }
  Window window() const noexcept { return {transport()}; }

  // As Linux does with PCI: vector 0 for the configuration, then one for each queue. Nothing for MMIO.
  void set_up_interrupts(std::uint16_t queues) const;
  // Waits up to five seconds. With MMIO all interrupts are one, and acknowledged here.
  bool wait_queue_interrupt(std::uint16_t queue) const;
  bool wait_config_interrupt() const;

  TestWiring wiring;
  vmwright::pci::HostBridge bridge;
  vmwright::pci::RootBus bus;

 private:
  bool wait_line() const;

  std::unique_ptr<vmwright::virtio::MmioTransport> mmio_;
  std::unique_ptr<vmwright::virtio::PciTransport> pci_;
  std::unique_ptr<TransportDriver> driver_;
};

}  // namespace driver
