#include "kvm/pci/root_bus.h"

#include <linux/pci_regs.h>

#include "check.h"
#include "driver_transport.h"
#include "kvm/pci/host_bridge.h"

using namespace vmwright;
using namespace vmwright::pci;
using driver::Window;

namespace {

void an_empty_slot_reads_as_ones() {
  RootBus bus;
  const Window ecam{bus};
  CHECK(ecam.read<std::uint32_t>(0) == 0xffff'ffff);
  CHECK(ecam.read<std::uint8_t>(kEcamSize - 1) == 0xff);
  CHECK(ecam.read<std::uint64_t>(kEcamSize - 8) == UINT64_MAX);
  ecam.write<std::uint32_t>(0, 0);
}

void a_slot_has_one_function() {
  RootBus bus;
  HostBridge bridge;
  bus.attach(31, bridge);
  const Window ecam{bus};
  const std::uint64_t slot = 31 << 15;
  CHECK(ecam.read<std::uint16_t>(slot) == 0x1b36);
  CHECK(ecam.read<std::uint8_t>(slot + PCI_CLASS_DEVICE + 1) == 6);
  CHECK(ecam.read<std::uint8_t>(slot + PCI_HEADER_TYPE) == 0);
  for (unsigned function = 1; function < 8; function++) {
    CHECK(ecam.read<std::uint32_t>(slot + function * 4096) == 0xffff'ffff);
  }
  CHECK(ecam.read<std::uint32_t>(slot + 256) == 0xffff'ffff);   // no extended configuration space
  CHECK(ecam.read<std::uint32_t>(slot + 4094) == 0xffff'ffff);  // into the next function
  CHECK(ecam.read<std::uint32_t>(slot - 4) == 0xffff'ffff);
}

void slots_are_taken_once() {
  RootBus bus;
  HostBridge bridge;
  bus.attach(0, bridge);
  CHECK_THROWS(std::logic_error, bus.attach(0, bridge));
  CHECK_THROWS(std::logic_error, bus.attach(kSlots, bridge));
}

void the_bridge_is_there_for_nothing() {
  HostBridge bridge;
  RootBus bus;
  bus.attach(0, bridge);
  const Window ecam{bus};
  const ConfigSpace::State before = bridge.state();
  for (std::uint64_t offset = 0; offset < 256; offset += 4) ecam.write<std::uint32_t>(offset, 0xffff'ffff);
  CHECK(ecam.read<std::uint16_t>(PCI_VENDOR_ID) == 0x1b36);
  CHECK(ecam.read<std::uint32_t>(PCI_BASE_ADDRESS_0) == 0);
  CHECK(ecam.read<std::uint32_t>(PCI_ROM_ADDRESS) == 0);
  CHECK(ecam.read<std::uint16_t>(PCI_STATUS) == 0);
  const ConfigSpace::State after = bridge.state();
  bridge.reset();
  CHECK(bridge.state() == before && after != before);
  bridge.restore(after);
  CHECK(bridge.state() == after);
}

}  // namespace

Suite pci_root_bus_suite() {
  return {"pci_root_bus",
          {{"an empty slot reads as ones", an_empty_slot_reads_as_ones},
           {"a slot has one function", a_slot_has_one_function},
           {"slots are taken once", slots_are_taken_once},
           {"the bridge is there for nothing", the_bridge_is_there_for_nothing}}};
}
