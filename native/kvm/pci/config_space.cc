#include "kvm/pci/config_space.h"

#include <linux/pci_regs.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace vmwright::pci {
namespace {

constexpr std::uint16_t kCommandBits = PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER | PCI_COMMAND_PARITY | PCI_COMMAND_SERR |
                                       PCI_COMMAND_INTX_DISABLE;

}  // namespace

ConfigSpace::ConfigSpace(const Identity& identity) : last_link_(PCI_CAPABILITY_LIST), next_free_(PCI_STD_HEADER_SIZEOF) {
  set(PCI_VENDOR_ID, identity.vendor, 2);
  set(PCI_DEVICE_ID, identity.device, 2);
  set(PCI_CLASS_REVISION, identity.class_code << 8 | identity.revision, 4);
  set(PCI_SUBSYSTEM_VENDOR_ID, identity.subsystem_vendor, 2);
  set(PCI_SUBSYSTEM_ID, identity.subsystem, 2);
  writable_[PCI_COMMAND] = kCommandBits & 0xff;
  writable_[PCI_COMMAND + 1] = kCommandBits >> 8;
  writable_[PCI_CACHE_LINE_SIZE] = 0xff;
  // No pin, so this says nothing; firmware and systems write it all the same.
  writable_[PCI_INTERRUPT_LINE] = 0xff;
}

void ConfigSpace::add_memory_bar(unsigned index, std::uint64_t address, std::uint64_t size) {
  if (index + 1 >= bars_.size() || !std::has_single_bit(size) || size < 16 || size > 1ULL << 31 || address % size != 0) {
    throw std::logic_error("PCI BAR of odd size or place");
  }
  const std::uint32_t type = PCI_BASE_ADDRESS_SPACE_MEMORY | PCI_BASE_ADDRESS_MEM_TYPE_64;
  bars_[index] = {static_cast<std::uint32_t>(address) | type, static_cast<std::uint32_t>(~(size - 1)) | type};
  bars_[index + 1] = {static_cast<std::uint32_t>(address >> 32), 0xffff'ffff};
  for (const unsigned bar : {index, index + 1}) set(PCI_BASE_ADDRESS_0 + 4 * bar, bars_[bar].value, 4);
}

std::uint8_t ConfigSpace::add_capability(std::uint8_t id, std::span<const std::uint8_t> body,
                                         std::span<const std::uint8_t> writable) {
  const std::size_t start = next_free_;
  const std::size_t end = start + PCI_CAP_SIZEOF - 2 + body.size();
  if (end > kSize || writable.size() > body.size()) throw std::length_error("no room for a PCI capability");
  bytes_[last_link_] = static_cast<std::uint8_t>(start);
  bytes_[start + PCI_CAP_LIST_ID] = id;
  std::ranges::copy(body, bytes_.begin() + start + 2);
  std::ranges::copy(writable, writable_.begin() + start + 2);
  set(PCI_STATUS, PCI_STATUS_CAP_LIST, 2);
  last_link_ = static_cast<std::uint8_t>(start + PCI_CAP_LIST_NEXT);
  next_free_ = (end + 3) / 4 * 4;
  return static_cast<std::uint8_t>(start);
}

void ConfigSpace::read(std::size_t offset, std::span<std::byte> data) const noexcept {
  for (std::size_t i = 0; i < data.size(); i++) {
    data[i] = offset + i < kSize ? std::byte{bytes_[offset + i]} : std::byte{0xff};
  }
}

void ConfigSpace::write(std::size_t offset, std::span<const std::byte> data) noexcept {
  if (is_bar(offset)) return write_bar(offset, data);
  for (std::size_t i = 0; i < data.size() && offset + i < kSize; i++) {
    const std::uint8_t mask = writable_[offset + i];
    std::uint8_t& byte = bytes_[offset + i];
    byte = static_cast<std::uint8_t>((byte & ~mask) | (std::to_integer<std::uint8_t>(data[i]) & mask));
  }
}

bool ConfigSpace::is_bar(std::size_t offset) const noexcept {
  return offset >= PCI_BASE_ADDRESS_0 && offset < PCI_BASE_ADDRESS_0 + 4 * bars_.size();
}

// Only whole registers: nobody sizes a BAR by bytes. All ones in the address bits ask for the size, everything else gets
// the fixed address back.
void ConfigSpace::write_bar(std::size_t offset, std::span<const std::byte> data) noexcept {
  if (offset % 4 != 0) return;
  for (std::size_t i = 0; i + 4 <= data.size() && is_bar(offset + i); i += 4) {
    const Bar& bar = bars_[(offset + i - PCI_BASE_ADDRESS_0) / 4];
    const std::uint32_t address_bits = bar.sizing & static_cast<std::uint32_t>(PCI_BASE_ADDRESS_MEM_MASK);
    std::uint32_t value;
    std::memcpy(&value, data.data() + i, sizeof value);
    set(offset + i, (value & address_bits) == address_bits ? bar.sizing : bar.value, 4);
  }
}

std::uint16_t ConfigSpace::word(std::size_t offset) const noexcept {
  return static_cast<std::uint16_t>(bytes_[offset] | bytes_[offset + 1] << 8);
}

std::uint32_t ConfigSpace::dword(std::size_t offset) const noexcept {
  return word(offset) | static_cast<std::uint32_t>(word(offset + 2)) << 16;
}

void ConfigSpace::set(std::size_t offset, std::uint32_t value, std::size_t width) noexcept {
  for (std::size_t i = 0; i < width; i++) bytes_[offset + i] = static_cast<std::uint8_t>(value >> 8 * i);
}

void ConfigSpace::restore(const State& state) {
  for (std::size_t i = 0; i < kSize; i++) {
    if (!is_bar(i) && ((state[i] ^ bytes_[i]) & ~writable_[i] & 0xff) != 0) {
      throw std::invalid_argument("PCI configuration space of another device");
    }
  }
  for (std::size_t i = 0; i < bars_.size(); i++) {
    std::uint32_t value;
    std::memcpy(&value, &state[PCI_BASE_ADDRESS_0 + 4 * i], sizeof value);
    if (value != bars_[i].value && value != bars_[i].sizing) throw std::invalid_argument("PCI BAR of another device");
  }
  bytes_ = state;
}

}  // namespace vmwright::pci
