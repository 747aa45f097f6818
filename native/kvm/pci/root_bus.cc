#include "kvm/pci/root_bus.h"

#include <algorithm>
#include <stdexcept>

namespace vmwright::pci {
namespace {

// Bits of an offset in the window: slot 19..15, function 14..12, register 11..0.
constexpr unsigned kSlotShift = 15;
constexpr unsigned kFunctionShift = 12;
constexpr std::uint64_t kFunctionMask = 7;
constexpr std::uint64_t kRegisterMask = 0xfff;

constexpr std::uint16_t register_of(std::uint64_t offset) { return static_cast<std::uint16_t>(offset & kRegisterMask); }

}  // namespace

void RootBus::attach(unsigned slot, Function& function) {
  if (slots_.at(slot) != nullptr) throw std::logic_error("PCI slot is taken");
  slots_[slot] = &function;
}

Function* RootBus::find(std::uint64_t offset, std::size_t length) const noexcept {
  const std::uint64_t slot = offset >> kSlotShift;
  if (slot >= kSlots || ((offset >> kFunctionShift) & kFunctionMask) != 0) return nullptr;
  if (register_of(offset) + length > kRegisterMask + 1) return nullptr;
  return slots_[slot];
}

void RootBus::read(std::uint64_t offset, std::span<std::byte> data) {
  if (Function* function = find(offset, data.size())) return function->read_config(register_of(offset), data);
  std::ranges::fill(data, std::byte{0xff});
}

void RootBus::write(std::uint64_t offset, std::span<const std::byte> data) {
  if (Function* function = find(offset, data.size())) function->write_config(register_of(offset), data);
}

}  // namespace vmwright::pci
