#include "kvm/pci/config_space.h"

#include <linux/pci_regs.h>

#include <stdexcept>

#include "check.h"

using namespace vmwright::pci;

namespace {

constexpr std::uint64_t kAddress = 0x1'c001'8000;
constexpr std::uint64_t kBarSize = 0x8000;

struct Space : ConfigSpace {
  Space() : ConfigSpace({.vendor = 0x1af4, .device = 0x1042, .class_code = 0x018000, .revision = 1, .subsystem = 7}) {
    add_memory_bar(0, kAddress, kBarSize);
  }
  void put(std::size_t offset, std::uint32_t value, std::size_t width = 4) {
    write(offset, std::as_bytes(std::span(&value, 1)).first(width));
  }
};

void it_says_who_it_is() {
  const Space space;
  CHECK(space.dword(PCI_VENDOR_ID) == 0x1042'1af4);
  CHECK(space.dword(PCI_CLASS_REVISION) == 0x0180'0001);
  CHECK(space.word(PCI_SUBSYSTEM_ID) == 7);
  CHECK(space.word(PCI_STATUS) == 0);
  CHECK((space.dword(PCI_INTERRUPT_LINE) & 0xff00) == 0);  // no pin
}

void only_some_bits_are_writable() {
  Space space;
  space.put(PCI_VENDOR_ID, 0);
  CHECK(space.dword(PCI_VENDOR_ID) == 0x1042'1af4);
  space.put(PCI_COMMAND, 0xffff'ffff);
  CHECK(space.word(PCI_COMMAND) == 0x546);
  CHECK(space.word(PCI_STATUS) == 0);
  space.put(PCI_COMMAND, PCI_COMMAND_MEMORY, 1);
  CHECK(space.word(PCI_COMMAND) == (0x500 | PCI_COMMAND_MEMORY));
  space.put(254, 0xffff'ffff);
  std::array<std::byte, 8> bytes;
  space.read(252, bytes);
  for (std::size_t i = 0; i < bytes.size(); i++) CHECK(bytes[i] == (i < 4 ? std::byte{0} : std::byte{0xff}));
}

// As an operating system does: all ones, look, put back.
void a_bar_can_be_sized() {
  Space space;
  CHECK(space.dword(PCI_BASE_ADDRESS_0) == 0xc001'8004);
  CHECK(space.dword(PCI_BASE_ADDRESS_1) == 1);
  space.put(PCI_BASE_ADDRESS_0, 0xffff'ffff);
  CHECK(space.dword(PCI_BASE_ADDRESS_0) == 0xffff'8004);
  space.put(PCI_BASE_ADDRESS_1, 0xffff'ffff);
  CHECK(space.dword(PCI_BASE_ADDRESS_1) == 0xffff'ffff);
  space.put(PCI_BASE_ADDRESS_0, 0xc001'8004);
  space.put(PCI_BASE_ADDRESS_1, 1);
  CHECK(space.dword(PCI_BASE_ADDRESS_0) == 0xc001'8004);
  CHECK(space.dword(PCI_BASE_ADDRESS_1) == 1);
  space.put(PCI_BASE_ADDRESS_2, 0xffff'ffff);
  CHECK(space.dword(PCI_BASE_ADDRESS_2) == 0);
}

void a_bar_stays_where_it_is() {
  Space space;
  space.put(PCI_BASE_ADDRESS_0, 0xd000'0000);
  CHECK(space.dword(PCI_BASE_ADDRESS_0) == 0xc001'8004);
  space.put(PCI_BASE_ADDRESS_0, 0xffff'ffff, 2);
  space.put(PCI_BASE_ADDRESS_0 + 2, 0, 2);
  CHECK(space.dword(PCI_BASE_ADDRESS_0) == 0xc001'8004);
  CHECK_THROWS(std::logic_error, space.add_memory_bar(2, 0x1000, 0x3000));
  CHECK_THROWS(std::logic_error, space.add_memory_bar(2, 0x1000, 0x2000));
  CHECK_THROWS(std::logic_error, space.add_memory_bar(5, 0x1000, 0x1000));
}

void capabilities_are_linked() {
  Space space;
  const std::uint8_t body[] = {1, 2, 3};
  const std::uint8_t writable[] = {0, 0xf0};
  const std::uint8_t first = space.add_capability(9, body, writable);
  const std::uint8_t second = space.add_capability(0x11, body);
  CHECK(space.word(PCI_STATUS) == PCI_STATUS_CAP_LIST);
  CHECK((space.word(PCI_CAPABILITY_LIST) & 0xff) == first && first == 0x40);
  CHECK(space.word(first) == (9 | second << 8) && second == 0x48);
  CHECK(space.word(second) == 0x11);
  space.put(first, 0xffff'ffff);
  CHECK(space.dword(first) == (0xf201'0000U | 9U | static_cast<std::uint32_t>(second) << 8));
  const std::array<std::uint8_t, 200> large{};
  CHECK_THROWS(std::length_error, space.add_capability(9, large));
}

void a_state_comes_back() {
  Space space;
  space.put(PCI_COMMAND, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER);
  space.put(PCI_BASE_ADDRESS_0, 0xffff'ffff);
  Space other;
  other.restore(space.state());
  CHECK(other.state() == space.state());
  other.put(PCI_BASE_ADDRESS_0, 0);
  CHECK(other.dword(PCI_BASE_ADDRESS_0) == 0xc001'8004);
}

// One byte at a time is changed where a guest could not have.
void a_corrupt_state_is_refused() {
  int refused = 0;
  for (std::size_t i = 0; i < ConfigSpace::kSize; i++) {
    ConfigSpace::State state = Space().state();
    state[i] ^= 0x80;
    Space space;
    try {
      space.restore(state);
      CHECK(i == PCI_CACHE_LINE_SIZE || i == PCI_INTERRUPT_LINE);
    } catch (const std::invalid_argument&) {
      refused++;
    }
  }
  CHECK(refused == 254);
}

}  // namespace

Suite pci_config_space_suite() {
  return {"pci_config_space",
          {{"it says who it is", it_says_who_it_is},
           {"only some bits are writable", only_some_bits_are_writable},
           {"a bar can be sized", a_bar_can_be_sized},
           {"a bar stays where it is", a_bar_stays_where_it_is},
           {"capabilities are linked", capabilities_are_linked},
           {"a state comes back", a_state_comes_back},
           {"a corrupt state is refused", a_corrupt_state_is_refused}}};
}
