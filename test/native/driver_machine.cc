#include "driver_machine.h"

#include <linux/virtio_mmio.h>

namespace driver {

using vmwright::virtio::MmioTransport;
using vmwright::virtio::PciTransport;

TestMachine::TestMachine(Kind kind, vmwright::virtio::Device& device, const GuestMemory& memory) {
  if (kind == Kind::mmio) {
    mmio_ = std::make_unique<MmioTransport>(vmwright::virtio::TransportConfig{device, memory, wiring, kBase});
    driver_ = std::make_unique<MmioDriver>(*mmio_);
    return;
  }
  pci_ = std::make_unique<PciTransport>(vmwright::virtio::TransportConfig{device, memory, wiring, kBase});
  bus.attach(0, bridge);
  bus.attach(kSlot, *pci_);
  driver_ = std::make_unique<PciDriver>(bus, kSlot, *pci_);
}

vmwright::virtio::Transport& TestMachine::transport() const noexcept {
  if (mmio_) return *mmio_;
  return *pci_;
}

void TestMachine::set_up_interrupts(std::uint16_t queues) const {
  if (mmio_) return;
  const PciDriver& driver = pci_driver();
  driver.enable_msix(true);
  driver.set_config_vector(0);
  for (std::uint16_t i = 0; i <= queues; i++) {
    driver.set_entry(i, 0xfee0'0000, 0x30U + i, false);
    if (i < queues) driver.set_queue_vector(i, i + 1);
  }
}

bool TestMachine::wait_line() const {
  if (!wait_for(*wiring.lines.at(0).event)) return false;
  const auto status = window().read<std::uint32_t>(VIRTIO_MMIO_INTERRUPT_STATUS);
  window().write(VIRTIO_MMIO_INTERRUPT_ACK, status);
  return status != 0;
}

bool TestMachine::wait_queue_interrupt(std::uint16_t queue) const {
  return mmio_ ? wait_line() : wait_for(*wiring.messages.at(queue + 1U)->event);
}

bool TestMachine::wait_config_interrupt() const { return mmio_ ? wait_line() : wait_for(*wiring.messages.at(0)->event); }

}  // namespace driver
