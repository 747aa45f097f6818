// What a machine is made of, apart from its virtio devices.
#pragma once

#include <cstdint>

#include "kvm/boot/loader.h"

namespace vmwright {

// How virtio devices are reached.
enum class Transport {
  pci,   // virtio-pci with MSI-X on one bus
  mmio,  // virtio-mmio: fewer accesses at boot and less code to attack, one interrupt per device. Kernels then look for a
         // PCI bus in vain, which `pci=off` on the command line spares them.
};

struct MachineConfig {
  std::uint64_t memory;  // bytes, a multiple of 4 KiB; more than 1 MiB
  std::uint32_t cpus = 1;
  Transport transport = Transport::pci;
  boot::BootSource boot;
  // Names the real-time clock in ACPI. It can be read either way; a kernel that is told of it looks at it a hundred times
  // while it boots, and one that knows kvmclock gains nothing.
  bool clock = false;
};

}  // namespace vmwright
