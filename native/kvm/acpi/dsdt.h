// What devices a guest has that it cannot find by itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vmwright::acpi {

// A virtio device behind a window of registers; at most 256 of them.
struct VirtioMmioNode {
  std::uint32_t base;
  std::uint32_t size;
  std::uint32_t gsi;
};

struct Machine {
  std::uint32_t cpus;
  bool pci;    // a PCI host bridge with ECAM
  bool clock;  // the real-time clock
  std::vector<VirtioMmioNode> virtio_mmio{};
};

// The AML of the DSDT: serial port, panic port, generic event device with power button and VM generation ID, and what else
// the machine has.
std::string dsdt(const Machine& machine);

}  // namespace vmwright::acpi
