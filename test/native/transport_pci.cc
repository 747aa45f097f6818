#include "kvm/virtio/transport_pci.h"

#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>

#include "check.h"
#include "driver_device.h"
#include "driver_machine.h"
#include "kvm/virtio/rng.h"

using namespace vmwright;
using namespace vmwright::virtio;
using driver::Kind;

namespace {

constexpr std::uint16_t kNoVector = 0xffff;

struct Guest {
  driver::Arena arena;
  driver::LoopThread thread;
  driver::TestDevice device{thread.loop()};
  driver::TestMachine machine{Kind::pci, device, arena.memory()};
  const driver::PciDriver& driver = machine.pci_driver();
};

void the_slot_says_what_it_is() {
  Guest guest;
  CHECK(guest.driver.read<std::uint32_t>(PCI_VENDOR_ID) == 0x1042'1af4);
  CHECK(guest.driver.read<std::uint8_t>(PCI_REVISION_ID) >= 1);
  CHECK(guest.driver.read<std::uint8_t>(PCI_INTERRUPT_PIN) == 0);
  CHECK(guest.driver.read<std::uint32_t>(PCI_BASE_ADDRESS_0) == (driver::TestMachine::kBase.value | 4));
  CHECK((guest.driver.read<std::uint16_t>(PCI_STATUS) & PCI_STATUS_CAP_LIST) != 0);
  CHECK(guest.driver.msix() != 0 && guest.driver.access_window() != 0 && guest.driver.has_device_config());
  CHECK(guest.driver.read<std::uint16_t>(guest.driver.msix() + PCI_MSIX_FLAGS) == 2);  // three vectors
}

void a_device_without_configuration_has_no_such_capability() {
  driver::Arena arena;
  driver::LoopThread thread;
  RngDevice rng(thread.loop());
  const driver::TestMachine machine(Kind::pci, rng, arena.memory());
  CHECK(!machine.pci_driver().has_device_config());
}

void each_queue_has_its_doorbell() {
  Guest guest;
  driver::Ring ring(guest.arena, 8);
  driver::Ring* rings[] = {nullptr, &ring};
  guest.driver.bring_up(kVersion1, rings);
  for (const std::uint16_t queue : {0, 1, 2}) guest.driver.ring_often(queue);
  const auto& bells = guest.machine.wiring.bells;
  CHECK(bells.size() == 1);  // of a queue that is not used there is none
  CHECK(std::get<GuestAddr>(bells[0].where.address).value == driver::TestMachine::kBase.value + pci_bar::kNotify + 4);
  CHECK(bells[0].where.length == 0 && !bells[0].where.match);
}

void vectors_must_be_there() {
  Guest guest;
  CHECK(guest.driver.config_vector() == kNoVector);
  guest.driver.set_config_vector(2);
  CHECK(guest.driver.config_vector() == 2);
  guest.driver.set_config_vector(3);
  CHECK(guest.driver.config_vector() == kNoVector);
  guest.driver.set_queue_vector(1, 1);
  CHECK(guest.driver.queue_vector(1) == 1 && guest.driver.queue_vector(0) == kNoVector);
  guest.driver.set_queue_vector(1, 0x8000);
  CHECK(guest.driver.queue_vector(1) == kNoVector);
  guest.driver.set_queue_vector(2, 1);
  CHECK(guest.driver.queue_vector(2) == kNoVector);
  guest.driver.set_queue_vector(0, 1);
  guest.driver.set_status(0);
  CHECK(guest.driver.queue_vector(0) == kNoVector);
}

// Without MSI-X there is no interrupt, but a driver that polls sees it.
void the_isr_is_for_drivers_without_msix() {
  Guest guest;
  driver::Ring ring(guest.arena, 8);
  driver::Ring* rings[] = {nullptr, &ring};
  guest.driver.bring_up(kVersion1, rings);
  const auto used = [&] {
    ring.add({{guest.arena.place("x"), 1}});
    guest.driver.kick(1);
    for (int i = 0; i < 100 && !ring.used(); i++) guest.thread.loop().call([] {});
  };
  used();
  CHECK(guest.driver.isr() == 1);
  CHECK(guest.driver.isr() == 0);
  guest.thread.loop().call([&] { guest.device.activation->interrupt.config_changed(); });
  CHECK(guest.driver.isr() == 2);
  guest.machine.set_up_interrupts(2);
  used();
  CHECK(guest.machine.wait_queue_interrupt(1));
  CHECK(guest.driver.isr() == 0);
}

void the_function_mask_holds_interrupts_back() {
  Guest guest;
  driver::Ring ring(guest.arena, 8);
  driver::Ring* rings[] = {nullptr, &ring};
  guest.driver.bring_up(kVersion1, rings);
  guest.machine.set_up_interrupts(2);
  guest.driver.enable_msix(true, true);
  ring.add({{guest.arena.place("x"), 1}});
  guest.driver.kick(1);
  for (int i = 0; i < 100 && !guest.driver.pending(2); i++) guest.thread.loop().call([] {});
  CHECK(guest.driver.pending(2));
  guest.driver.enable_msix(true, false);
  CHECK(guest.machine.wait_queue_interrupt(1));
  CHECK(!guest.driver.pending(2));
}

// Section 4.1.4.9: the BAR by way of configuration space.
void the_access_window_reaches_the_bar() {
  Guest guest;
  const std::uint8_t window = guest.driver.access_window();
  const std::uint16_t data = window + 16;
  const auto aim = [&](std::uint32_t offset, std::uint32_t length, std::uint8_t bar = 0) {
    guest.driver.write<std::uint8_t>(window + VIRTIO_PCI_CAP_BAR, bar);
    guest.driver.write(window + VIRTIO_PCI_CAP_OFFSET, offset);
    guest.driver.write(window + VIRTIO_PCI_CAP_LENGTH, length);
  };
  aim(VIRTIO_PCI_COMMON_STATUS, 1);
  guest.driver.write<std::uint8_t>(data, driver::kAcknowledge);
  CHECK(guest.driver.status() == driver::kAcknowledge);
  CHECK(guest.driver.read<std::uint8_t>(data) == driver::kAcknowledge);
  aim(VIRTIO_PCI_COMMON_NUMQ, 2);
  CHECK(guest.driver.read<std::uint16_t>(data) == 2);
  aim(pci_bar::kDevice + 4, 4);
  guest.driver.write<std::uint32_t>(data, 0xabcd);
  CHECK(guest.machine.window().read<std::uint32_t>(guest.driver.config() + 4) == 0xabcd);
  for (const std::uint32_t offset : {std::uint32_t{pci_bar::kSize}, 0xffff'fffcU, std::uint32_t{pci_bar::kSize - 2}, 1U}) {
    aim(offset, 4);
    guest.driver.write<std::uint32_t>(data, 0xffff'ffff);
    CHECK(guest.driver.read<std::uint32_t>(data) == 0);
  }
  for (const std::uint32_t length : {0U, 3U, 8U, 0xffff'ffffU}) {
    aim(pci_bar::kDevice + 4, length);
    CHECK(guest.driver.read<std::uint32_t>(data) == 0);
  }
  aim(pci_bar::kDevice + 4, 4, 1);
  CHECK(guest.driver.read<std::uint32_t>(data) == 0);
}

void fields_are_accessed_in_their_width() {
  Guest guest;
  const driver::Window bar = guest.machine.window();
  bar.write<std::uint32_t>(VIRTIO_PCI_COMMON_STATUS, 1);
  bar.write<std::uint16_t>(VIRTIO_PCI_COMMON_STATUS, 1);
  CHECK(guest.driver.status() == 0);
  CHECK(bar.read<std::uint32_t>(VIRTIO_PCI_COMMON_NUMQ) == 0);
  CHECK(bar.read<std::uint16_t>(VIRTIO_PCI_COMMON_NUMQ) == 2);
  CHECK(bar.read<std::uint64_t>(VIRTIO_PCI_COMMON_DF) == 0);
}

void a_driver_may_read_back_what_it_set() {
  Guest guest;
  driver::Ring ring(guest.arena, 8);
  CHECK(guest.driver.negotiate(kVersion1));
  QueueLayout layout = ring.layout();
  layout.device.value = 0x1234'5678'0000;
  guest.driver.set_layout(0, layout);
  const driver::Window bar = guest.machine.window();
  CHECK(bar.read<std::uint32_t>(VIRTIO_PCI_COMMON_Q_USEDLO) == 0x5678'0000);
  CHECK(bar.read<std::uint32_t>(VIRTIO_PCI_COMMON_Q_USEDHI) == 0x1234);
  CHECK(bar.read<std::uint32_t>(VIRTIO_PCI_COMMON_Q_DESCLO) == layout.descriptors.value);
  CHECK(bar.read<std::uint32_t>(VIRTIO_PCI_COMMON_Q_AVAILLO) == layout.driver.value);
  CHECK(bar.read<std::uint32_t>(VIRTIO_PCI_COMMON_GFSELECT) == 1);
  CHECK(bar.read<std::uint32_t>(VIRTIO_PCI_COMMON_GF) == 1);
}

}  // namespace

Suite transport_pci_suite() {
  return {"transport_pci",
          {{"the slot says what it is", the_slot_says_what_it_is},
           {"a device without configuration has no such capability", a_device_without_configuration_has_no_such_capability},
           {"each queue has its doorbell", each_queue_has_its_doorbell},
           {"vectors must be there", vectors_must_be_there},
           {"the isr is for drivers without msix", the_isr_is_for_drivers_without_msix},
           {"the function mask holds interrupts back", the_function_mask_holds_interrupts_back},
           {"the access window reaches the bar", the_access_window_reaches_the_bar},
           {"fields are accessed in their width", fields_are_accessed_in_their_width},
           {"a driver may read back what it set", a_driver_may_read_back_what_it_set}}};
}
