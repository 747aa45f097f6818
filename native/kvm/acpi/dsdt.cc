#include "kvm/acpi/dsdt.h"

#include "kvm/acpi/aml.h"
#include "kvm/legacy/power_registers.h"
#include "kvm/machine/layout.h"

namespace vmwright::acpi {
namespace {

// Present, enabled, shown, working. ACPI 6.5, section 6.3.7.
constexpr std::uint64_t kPresent = 0xf;
constexpr std::uint8_t kButtonPressed = 0x80;
constexpr std::uint8_t kGenerationChanged = 0x80;

Aml serial_port() {
  return device("COM1", {name("_HID", eisa_id("PNP0501")), name("_UID", integer(1)),
                         name("_CRS", resources({io_ports(layout::kSerial.value, 8), interrupt(layout::kSerialGsi)}))});
}

Aml clock() {
  return device("RTC_", {name("_HID", eisa_id("PNP0B00")),
                         name("_CRS", resources({io_ports(layout::kRtc.value, 2), interrupt(layout::kRtcGsi)}))});
}

// Linux: drivers/misc/pvpanic/pvpanic-mmio.c.
Aml panic_port() {
  return device("PEVT", {name("_HID", string("QEMU0001")), name("_STA", integer(kPresent)),
                         name("_CRS", resources({io_ports(layout::kPanic.value, 1)}))});
}

Aml power_button() { return device("PWRB", {name("_HID", eisa_id("PNP0C0C")), name("_UID", integer(0))}); }

// Virtual Machine Generation ID: the address of its 16 bytes, low and high half.
Aml generation_id() {
  return device("VGEN", {name("_HID", string("VMGENCTR")), name("_CID", string("VM_Gen_Counter")),
                         name("_DDN", string("VM_Gen_Counter")), name("_STA", integer(kPresent)),
                         name("ADDR", package({integer(layout::kGenerationId.value), integer(0)}))});
}

// One interrupt for all events; which one it was says a register that reading clears.
Aml event_device() {
  const auto bit = [](legacy::PowerEvent event) { return integer(static_cast<std::uint64_t>(event)); };
  return device(
      "GED_", {name("_HID", string("ACPI0013")), name("_UID", integer(0)),
               name("_CRS", resources({interrupt(layout::kEventGsi)})),
               port_fields("EREG", layout::kPower.value + legacy::PowerRegisters::kEventsOffset, {"EVTS"}),
               method("_EVT", 1, true,
                      {store(name_string("EVTS"), local(0)),
                       if_true(bit_and(local(0), bit(legacy::PowerEvent::power_button)),
                               {notify("\\_SB_.PWRB", kButtonPressed)}),
                       if_true(bit_and(local(0), bit(legacy::PowerEvent::generation_changed)),
                               {notify("\\_SB_.VGEN", kGenerationChanged)})})});
}

// PCI Firmware Specification 3.3, 4.6.5: function 5, result 0 asks to keep the resources as we set them.
Aml keep_resources() {
  return method("_DSM", 4, true,
                {if_true(equal(argument(0), uuid("E5C937D0-3553-4D7A-9117-EA4D19C3434D")),
                         {if_true(equal(argument(2), integer(0)), {give_back(buffer({0x21}))}),
                          if_true(equal(argument(2), integer(5)), {give_back(integer(0))})}),
                 give_back(buffer({0x00}))});
}

Aml host_bridge() {
  const auto u32 = [](std::uint64_t value) { return static_cast<std::uint32_t>(value); };
  return device("PCI0", {name("_HID", eisa_id("PNP0A08")), name("_CID", eisa_id("PNP0A03")), name("_SEG", integer(0)),
                         name("_UID", integer(0)), name("_BBN", integer(0)), name("_CCA", integer(1)),
                         name("_CRS", resources({bus_numbers(0, 0), memory_window(u32(layout::kPciBars.base),
                                                                                 u32(layout::kPciBars.size))})),
                         keep_resources()});
}

// Linux uses ECAM only where such a node reserves it.
Aml ecam_window() {
  return device("RES0", {name("_HID", eisa_id("PNP0C02")),
                         name("_CRS", resources({memory32(static_cast<std::uint32_t>(layout::kEcam.base),
                                                          static_cast<std::uint32_t>(layout::kEcam.size))}))});
}

Aml virtio_node(const VirtioMmioNode& node, unsigned number) {
  constexpr char kHex[] = "0123456789ABCDEF";
  const char id[] = {'V', 'R', kHex[(number >> 4) & 15], kHex[number & 15]};
  return device({id, sizeof id},
                {name("_HID", string("LNRO0005")), name("_UID", integer(number)), name("_CCA", integer(1)),
                 name("_CRS", resources({memory32(node.base, node.size), interrupt(node.gsi)}))});
}

}  // namespace

std::string dsdt(const Machine& machine) {
  Aml optional;
  if (machine.clock) optional += clock();
  if (machine.pci) optional += ecam_window() + host_bridge();
  unsigned number = 0;
  for (const VirtioMmioNode& node : machine.virtio_mmio) optional += virtio_node(node, number++);
  const Aml soft_off = integer(legacy::PowerRegisters::kSoftOff);
  return scope("\\_SB_", {serial_port(), panic_port(), power_button(), generation_id(), event_device(), optional}) +
         name("\\_S5_", package({soft_off, integer(0), integer(0), integer(0)}));
}

}  // namespace vmwright::acpi
