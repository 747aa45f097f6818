// The only PCI bus of a machine, number 0, behind its window of enhanced configuration access (ECAM). PCI Express base
// specification, section 7.2.2. The machine inserts it on its memory bus and tells of it in MCFG.
#pragma once

#include <array>

#include "kvm/bus/bus.h"
#include "kvm/pci/function.h"

namespace vmwright::pci {

constexpr unsigned kSlots = 32;
constexpr std::uint64_t kEcamSize = 1 << 20;

// Only function 0 of each slot. Answers without a lock; an empty slot costs nothing but the exit.
class RootBus final : public BusDevice {
 public:
  // Before the first vCPU runs; the function outlives the bus. Throws std::logic_error when the slot is taken or not there.
  void attach(unsigned slot, Function& function);

  void read(std::uint64_t offset, std::span<std::byte> data) override;
  void write(std::uint64_t offset, std::span<const std::byte> data) override;

 private:
  Function* find(std::uint64_t offset, std::size_t length) const noexcept;

  std::array<Function*, kSlots> slots_{};
};

}  // namespace vmwright::pci
