// What holds for both transports.
#include "kvm/virtio/transport.h"

#include <unistd.h>

#include <optional>

#include "check.h"
#include "driver_device.h"
#include "driver_machine.h"

using namespace vmwright;
using namespace vmwright::virtio;
using driver::Kind;
using driver::Ring;

namespace {

constexpr std::uint64_t kAll =
    driver::TestDevice::kFeatures | kVersion1 | kIndirectDescriptors | kEventIdx;
constexpr std::uint8_t kReady = driver::kAcknowledge | driver::kDriver | driver::kFeaturesOk;

struct Guest {
  driver::Arena arena;
  driver::LoopThread thread;
  driver::TestDevice device{thread.loop()};
  driver::TestMachine machine;
  const driver::TransportDriver& driver;
  const Kind kind;
  std::optional<Ring> ring;
  std::optional<Ring> small;

  explicit Guest(Kind k) : machine(k, device, arena.memory()), driver(machine.driver()), kind(k) { renew_rings(); }

  void renew_rings() {
    ring.emplace(arena, 16);
    small.emplace(arena, 8);
  }
  void bring_up(std::uint64_t features = kAll) {
    renew_rings();
    const Ring* rings[] = {&*ring, &*small};
    driver.negotiate(features);
    machine.set_up_interrupts(2);
    for (std::uint16_t i = 0; i < 2; i++) {
      driver.set_layout(i, rings[i]->layout());
      driver.enable(i);
    }
    driver.set_status(driver.status() | driver::kDriverOk);
  }
  bool active() { return driver.status() == (kReady | driver::kDriverOk); }
};

template <void (*test)(Guest&)>
void on_both() {
  for (const Kind kind : {Kind::mmio, Kind::pci}) {
    Guest guest(kind);
    try {
      test(guest);
    } catch (const CheckFailed& failed) {
      throw CheckFailed(std::string(kind == Kind::mmio ? "mmio: " : "pci: ") + failed.what());
    }
  }
}

void a_driver_brings_a_device_up(Guest& guest) {
  CHECK(guest.driver.status() == 0);
  CHECK(guest.driver.device_features() == kAll);
  CHECK(guest.driver.size(0) == 16 && guest.driver.size(1) == 8 && guest.driver.size(2) == 0);
  guest.bring_up();
  CHECK(guest.active());
  CHECK(guest.device.activation->features == kAll);
  CHECK(guest.device.activation->queues[1].layout() == guest.small->layout());
  CHECK(guest.machine.wiring.bells.empty());
}

void requests_are_served(Guest& guest) {
  guest.bring_up();
  for (std::uint16_t i = 0; i < 2; i++) {
    Ring& ring = i == 0 ? *guest.ring : *guest.small;
    const std::uint16_t head = ring.add({{guest.arena.place("hello"), 5}, {guest.arena.allocate(9), 9, true}});
    guest.driver.kick(i);
    CHECK(guest.machine.wait_queue_interrupt(i));
    const auto used = ring.used();
    CHECK(used && used->head == head && used->written == 5);
  }
  guest.driver.kick(2);
  guest.driver.kick(0xffff);
}

// What KVM does for a driver: the device hears of it without the transport.
void a_doorbell_reaches_the_device(Guest& guest) {
  guest.bring_up();
  const auto& bells = guest.machine.wiring.bells;
  for (int i = 1; i < kExitsBeforeDoorbell; i++) guest.driver.kick(1);
  CHECK(bells.empty());
  guest.driver.kick(1);
  guest.driver.kick(1);
  CHECK(bells.size() == 1);
  guest.thread.loop().call([] {});
  guest.small->add({{guest.arena.place("x"), 1}});
  const std::uint64_t one = 1;
  CHECK(write(bells[0].event, &one, sizeof one) == sizeof one);
  CHECK(guest.machine.wait_queue_interrupt(1));
}

void features_must_be_known_and_modern(Guest& guest) {
  CHECK(!guest.driver.negotiate(kAll & ~kVersion1));
  CHECK(!guest.driver.negotiate(kAll | 1ULL << 41));
  CHECK(!guest.driver.negotiate(UINT64_MAX));
  CHECK(guest.driver.negotiate(kVersion1));
  guest.driver.set_features(UINT64_MAX);  // too late
  guest.driver.set_status(kReady | driver::kDriverOk);
  CHECK(guest.active());
  CHECK(guest.device.activation->features == kVersion1);
}

void status_bits_come_in_order(Guest& guest) {
  for (const int wrong : {+driver::kDriver, +driver::kFeaturesOk, +driver::kDriverOk, kReady & ~driver::kAcknowledge}) {
    guest.driver.set_status(static_cast<std::uint8_t>(wrong));
    CHECK(guest.driver.status() == 0);
  }
  guest.driver.set_status(driver::kAcknowledge | driver::kDriver);
  CHECK(guest.driver.status() == (driver::kAcknowledge | driver::kDriver));
  guest.driver.set_status(driver::kAcknowledge);  // would clear a bit
  CHECK(guest.driver.status() == (driver::kAcknowledge | driver::kDriver));
  guest.driver.set_status(driver::kAcknowledge | driver::kDriver | driver::kDriverOk);
  CHECK(guest.device.activations == 0);
  guest.driver.set_status(0x80 | driver::kAcknowledge | driver::kDriver);
  guest.driver.set_features(kVersion1);
  guest.driver.set_status(0x80 | kReady);
  CHECK(guest.driver.status() == (0x80 | driver::kAcknowledge | driver::kDriver));  // failed for good
  guest.driver.set_status(0);
  CHECK(guest.driver.status() == 0);
}

void queues_are_set_up_between_features_and_driver_ok(Guest& guest) {
  QueueLayout layout = guest.ring->layout();
  guest.driver.set_layout(0, layout);
  guest.driver.enable(0);
  CHECK(!guest.driver.enabled(0));
  guest.driver.negotiate(kVersion1);
  for (const std::uint16_t odd : {0, 3, 17, 32, 0x8000}) {
    layout.size = odd;
    guest.driver.set_layout(0, layout);
  }
  layout.size = 8;
  guest.driver.set_layout(0, layout);
  guest.driver.enable(0);
  guest.driver.enable(2);
  CHECK(guest.driver.enabled(0) && !guest.driver.enabled(1) && !guest.driver.enabled(2));
  guest.driver.set_status(kReady | driver::kDriverOk);
  CHECK(guest.device.activation->queues[0].layout() == layout);
  CHECK(!guest.device.activation->queues[1].ready());
}

// CVE-2026-5747: a size that grows after the rings were checked.
void a_ring_is_frozen_once_enabled(Guest& guest) {
  guest.driver.negotiate(kVersion1);
  guest.machine.set_up_interrupts(2);
  guest.driver.set_layout(0, guest.ring->layout());
  guest.driver.enable(0);
  guest.driver.set_layout(0, {8, {0}, {0}, {0}});
  guest.driver.set_status(kReady | driver::kDriverOk);
  guest.driver.set_layout(0, {8, {4096}, {4096}, {4096}});
  guest.driver.set_layout(1, guest.small->layout());
  guest.driver.enable(1);
  CHECK(!guest.driver.enabled(1));
  CHECK(guest.device.activation->queues[0].layout() == guest.ring->layout());
  guest.ring->add({{guest.arena.place("x"), 1}});
  guest.driver.kick(0);
  CHECK(guest.machine.wait_queue_interrupt(0));
  CHECK(guest.ring->used());
}

void bad_rings_are_refused(Guest& guest) {
  const QueueLayout good = guest.ring->layout();
  QueueLayout layouts[] = {good, good, good, good};
  layouts[0].descriptors.value += 8;
  layouts[1].driver.value = guest.arena.end().value - 16;
  layouts[2].device.value = UINT64_MAX - 7;
  layouts[3].descriptors.value = 0;
  layouts[3].driver.value = 1ULL << 40;
  for (const QueueLayout& layout : layouts) {
    guest.driver.negotiate(kVersion1);
    guest.machine.set_up_interrupts(2);
    guest.driver.set_layout(0, layout);
    guest.driver.enable(0);
    guest.driver.set_status(kReady | driver::kDriverOk);
    CHECK(guest.driver.status() == (kReady | driver::kDriverOk | driver::kNeedsReset));
    CHECK(guest.machine.wait_config_interrupt());
    CHECK(guest.device.activations == 0);
    guest.driver.kick(0);
  }
  guest.bring_up();
  CHECK(guest.active());
}

void a_broken_queue_asks_for_a_reset(Guest& guest) {
  guest.bring_up();
  guest.ring->available(500);
  guest.driver.kick(0);
  CHECK(guest.machine.wait_config_interrupt());
  CHECK(guest.driver.status() == (kReady | driver::kDriverOk | driver::kNeedsReset));
  guest.bring_up();
  CHECK(guest.active());
  guest.ring->add({{guest.arena.place("x"), 1}});
  guest.driver.kick(0);
  CHECK(guest.machine.wait_queue_interrupt(0));
}

// The device works on requests while the driver resets it: no request is touched afterwards.
void a_reset_comes_in_mid_flight(Guest& guest) {
  for (int round = 0; round < 100; round++) {
    Ring ring(guest.arena, 16);
    guest.driver.negotiate(kVersion1);
    guest.driver.set_layout(0, ring.layout());
    guest.driver.enable(0);
    guest.driver.set_status(kReady | driver::kDriverOk);
    const GuestAddr buffer = guest.arena.allocate(64);
    for (int i = 0; i < 16; i++) ring.add({{buffer, 64, true}});
    guest.driver.kick(0);
    guest.driver.set_status(0);
    CHECK(guest.driver.status() == 0);
    const std::uint16_t done = ring.used_index();
    guest.arena.memory().write<std::uint64_t>(buffer, 0);
    guest.driver.kick(0);
    guest.thread.loop().call([] {});
    CHECK(ring.used_index() == done);
    CHECK(guest.arena.memory().read<std::uint64_t>(buffer) == 0);
  }
  CHECK(guest.device.resets == 100);
}

void configuration_reaches_the_device(Guest& guest) {
  const driver::Window window = guest.machine.window();
  const std::uint64_t config = guest.driver.config();
  window.write<std::uint32_t>(config + 4, 0x11223344);
  CHECK(window.read<std::uint8_t>(config + 5) == 0x33);
  CHECK(window.read<std::uint16_t>(config + 6) == 0x1122);
  CHECK(window.read<std::uint64_t>(config + 8) == 0);
  CHECK(window.read<std::uint32_t>(config + 0x100) == 0);
  guest.bring_up();
  const std::uint32_t generation = guest.driver.generation();
  guest.thread.loop().call([&] { guest.device.activation->interrupt.config_changed(); });
  CHECK(guest.machine.wait_config_interrupt());
  CHECK(guest.driver.generation() == generation + 1);
}

void a_paused_device_waits(Guest& guest) {
  guest.bring_up();
  guest.machine.transport().pause();
  guest.ring->add({{guest.arena.place("x"), 1}});
  guest.driver.kick(0);
  guest.thread.loop().call([] {});
  CHECK(!guest.ring->used());
  guest.machine.transport().resume();
  CHECK(guest.machine.wait_queue_interrupt(0));
  CHECK(guest.ring->used());
}

void the_reset_button_undoes_everything(Guest& guest) {
  guest.bring_up();
  guest.driver.ring_often(0);
  guest.machine.transport().reset();
  CHECK(guest.device.resets == 1);
  CHECK(guest.driver.status() == 0 && !guest.driver.enabled(0) && guest.driver.size(0) == 16);
  guest.bring_up();
  CHECK(guest.active());
  guest.driver.ring_often(0);
  CHECK(guest.machine.wiring.bells.size() == 1);  // it was there already
}

// The device may still be at work when its transport goes.
void the_end_of_a_transport_resets_its_device(Guest& guest) {
  driver::LoopThread thread;
  driver::TestDevice device(thread.loop());
  Ring ring(guest.arena, 16);
  {
    driver::TestMachine machine(guest.kind, device, guest.arena.memory());
    Ring* rings[] = {&ring};
    machine.driver().bring_up(kVersion1, rings);
    for (int i = 0; i < 16; i++) ring.add({{guest.arena.allocate(8), 8, true}});
    machine.driver().kick(0);
  }
  CHECK(device.resets == 1 && !device.activation);
}

// A driver that goes on while the VM ends: its CPU must not do the device's work.
void a_driver_outlives_the_loop(Guest& guest) {
  EventLoop loop;
  driver::TestDevice device(loop);
  driver::TestMachine machine(guest.kind, device, guest.arena.memory());
  Ring* rings[] = {&*guest.ring};
  machine.driver().bring_up(kVersion1, rings);
  CHECK(device.activations == 1);
  loop.stop();
  loop.run();
  machine.driver().set_status(0);
  CHECK(device.resets == 0);
  machine.driver().kick(0);
  machine.transport().reset();
  CHECK(device.resets == 1);
  machine.driver().bring_up(kVersion1, rings);
  CHECK(device.activations == 1 && !device.activation);
}

}  // namespace

Suite transport_suite() {
  return {"transport",
          {{"a driver brings a device up", on_both<a_driver_brings_a_device_up>},
           {"requests are served", on_both<requests_are_served>},
           {"a doorbell reaches the device", on_both<a_doorbell_reaches_the_device>},
           {"features must be known and modern", on_both<features_must_be_known_and_modern>},
           {"status bits come in order", on_both<status_bits_come_in_order>},
           {"queues are set up between features and driver ok", on_both<queues_are_set_up_between_features_and_driver_ok>},
           {"a ring is frozen once enabled", on_both<a_ring_is_frozen_once_enabled>},
           {"bad rings are refused", on_both<bad_rings_are_refused>},
           {"a broken queue asks for a reset", on_both<a_broken_queue_asks_for_a_reset>},
           {"a reset comes in mid flight", on_both<a_reset_comes_in_mid_flight>},
           {"configuration reaches the device", on_both<configuration_reaches_the_device>},
           {"a paused device waits", on_both<a_paused_device_waits>},
           {"the reset button undoes everything", on_both<the_reset_button_undoes_everything>},
           {"a driver outlives the loop", on_both<a_driver_outlives_the_loop>},
           {"the end of a transport resets its device", on_both<the_end_of_a_transport_resets_its_device>}}};
}
