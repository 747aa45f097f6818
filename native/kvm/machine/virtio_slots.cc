#include "kvm/machine/virtio_slots.h"

#include "kvm/machine/layout.h"

namespace vmwright {

VirtioSlots::VirtioSlots(Transport transport, const GuestMemory& memory, Interrupts& interrupts, Bus& bus)
    : transport_(transport), memory_(memory), interrupts_(interrupts), bus_(bus) {
  if (transport_ != Transport::pci) return;
  root_bus_.attach(0, host_bridge_);
  bus_.insert(layout::kEcam.base, layout::kEcam.size, root_bus_);
}

std::vector<acpi::VirtioMmioNode> VirtioSlots::mmio_nodes() const { return {}; }

void VirtioSlots::reset() {}

void VirtioSlots::pause() {
  for (virtio::Device* device : devices_) device->loop().call([device] { device->pause(); });
}

void VirtioSlots::resume() {
  for (virtio::Device* device : devices_) device->loop().call([device] { device->resume(); });
}

}  // namespace vmwright
