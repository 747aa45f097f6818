#include "kvm/virtio/transport_mmio.h"

#include <linux/virtio_mmio.h>

#include "check.h"
#include "driver_device.h"
#include "driver_machine.h"

using namespace vmwright;
using namespace vmwright::virtio;
using driver::Kind;

namespace {

struct Guest {
  driver::Arena arena;
  driver::LoopThread thread;
  driver::TestDevice device{thread.loop()};
  driver::TestMachine machine{Kind::mmio, device, arena.memory()};
  const driver::TransportDriver& driver = machine.driver();
  driver::Window window = machine.window();
};

void the_window_says_what_it_is() {
  Guest guest;
  CHECK(guest.window.read<std::uint32_t>(VIRTIO_MMIO_MAGIC_VALUE) == 0x74726976);
  CHECK(guest.window.read<std::uint32_t>(VIRTIO_MMIO_VERSION) == 2);
  CHECK(guest.window.read<std::uint32_t>(VIRTIO_MMIO_DEVICE_ID) == 2);
  CHECK(guest.window.read<std::uint32_t>(VIRTIO_MMIO_SHM_LEN_LOW) == 0xffff'ffff);
  CHECK(guest.machine.mmio().gsi() == 5);
}

void registers_are_words() {
  Guest guest;
  guest.window.write<std::uint8_t>(VIRTIO_MMIO_STATUS, 1);
  guest.window.write<std::uint64_t>(VIRTIO_MMIO_STATUS, 1);
  CHECK(guest.driver.status() == 0);
  CHECK(guest.window.read<std::uint16_t>(VIRTIO_MMIO_MAGIC_VALUE) == 0);
  CHECK(guest.window.read<std::uint32_t>(2) == 0);
  CHECK(guest.window.read<std::uint32_t>(VIRTIO_MMIO_QUEUE_NOTIFY) == 0);
}

void the_queues_share_a_doorbell() {
  Guest guest;
  driver::Ring first(guest.arena, 8);
  driver::Ring second(guest.arena, 8);
  driver::Ring* rings[] = {&first, &second};
  guest.driver.bring_up(kVersion1, rings);
  for (const std::uint16_t queue : {0, 1, 2}) guest.driver.ring_often(queue);
  const auto& bells = guest.machine.wiring.bells;
  CHECK(bells.size() == 2);
  for (std::uint64_t i = 0; i < 2; i++) {
    CHECK(std::get<GuestAddr>(bells[i].where.address).value == driver::TestMachine::kBase.value + VIRTIO_MMIO_QUEUE_NOTIFY);
    CHECK(bells[i].where.length == 4 && bells[i].where.match == i);
  }
}

void interrupts_are_acknowledged() {
  Guest guest;
  driver::Ring ring(guest.arena, 8);
  driver::Ring* rings[] = {&ring};
  guest.driver.bring_up(kVersion1, rings);
  ring.add({{guest.arena.place("x"), 1}});
  guest.driver.kick(0);
  const EventFd& line = *guest.machine.wiring.lines[0].event;
  CHECK(driver::wait_for(line));
  guest.thread.loop().call([&] { guest.device.activation->interrupt.config_changed(); });
  CHECK(driver::wait_for(line));
  CHECK(guest.window.read<std::uint32_t>(VIRTIO_MMIO_INTERRUPT_STATUS) == 3);
  guest.window.write<std::uint32_t>(VIRTIO_MMIO_INTERRUPT_ACK, 1);
  CHECK(guest.window.read<std::uint32_t>(VIRTIO_MMIO_INTERRUPT_STATUS) == 2);
  guest.driver.set_status(0);
  CHECK(guest.window.read<std::uint32_t>(VIRTIO_MMIO_INTERRUPT_STATUS) == 0);
}

void a_queue_can_be_taken_back_before_driver_ok() {
  Guest guest;
  driver::Ring ring(guest.arena, 8);
  CHECK(guest.driver.negotiate(kVersion1));
  guest.driver.set_layout(0, ring.layout());
  guest.driver.enable(0);
  guest.window.write<std::uint32_t>(VIRTIO_MMIO_QUEUE_READY, 0);
  CHECK(!guest.driver.enabled(0));
  guest.driver.enable(0);
  guest.driver.set_status(guest.driver.status() | driver::kDriverOk);
  guest.window.write<std::uint32_t>(VIRTIO_MMIO_QUEUE_READY, 0);
  CHECK(guest.driver.enabled(0));
}

}  // namespace

Suite transport_mmio_suite() {
  return {"transport_mmio",
          {{"the window says what it is", the_window_says_what_it_is},
           {"registers are words", registers_are_words},
           {"the queues share a doorbell", the_queues_share_a_doorbell},
           {"interrupts are acknowledged", interrupts_are_acknowledged},
           {"a queue can be taken back before driver ok", a_queue_can_be_taken_back_before_driver_ok}}};
}
