// What sits in a slot of the PCI bus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace vmwright::pci {

// Called on vCPU threads, possibly on several at once; the function does its own locking.
class Function {
 public:
  virtual ~Function() = default;
  // The 4 KiB of configuration space; an access never reaches past them. `data` has 1 to 8 bytes.
  virtual void read_config(std::uint16_t offset, std::span<std::byte> data) = 0;
  virtual void write_config(std::uint16_t offset, std::span<const std::byte> data) = 0;
};

}  // namespace vmwright::pci
