#include "kvm/virtio/transport_state.h"

#include <functional>
#include <stdexcept>

#include "check.h"
#include "driver_device.h"
#include "driver_machine.h"

using namespace vmwright;
using namespace vmwright::virtio;
using driver::Kind;

namespace {

constexpr std::uint8_t kReady = driver::kAcknowledge | driver::kDriver | driver::kFeaturesOk;

// A machine on memory that outlives it, as that of a restored VM does.
struct Half {
  driver::LoopThread thread;
  driver::TestDevice device{thread.loop()};
  driver::TestMachine machine;
  Half(Kind kind, const GuestMemory& memory) : machine(kind, device, memory) {}
};

struct Guest {
  driver::Arena arena;
  driver::Ring ring{arena, 8};
  Half before;

  explicit Guest(Kind kind) : before(kind, arena.memory()) {
    const driver::TransportDriver& driver = before.machine.driver();
    driver::Ring* rings[] = {&ring};
    driver.bring_up(kVersion1 | 1, rings);
    before.machine.set_up_interrupts(2);
    ring.add({{arena.place("first"), 5}});
    driver.kick(0);
    CHECK(before.machine.wait_queue_interrupt(0));
    CHECK(ring.used());
    before.machine.transport().pause();
    ring.add({{arena.place("second"), 6}});
  }
};

template <typename Transport, typename State>
void comes_back(Kind kind, Transport& (driver::TestMachine::*transport)() const noexcept) {
  Guest guest(kind);
  const State state = (guest.before.machine.*transport)().state();
  CHECK(state.registers.status == (kReady | driver::kDriverOk));
  CHECK((state.registers.queues[0].counters == QueueCounters{1, 1}));
  Half after(kind, guest.arena.memory());
  after.machine.transport().pause();
  (after.machine.*transport)().restore(state);
  CHECK(after.device.activation->features == (kVersion1 | 1));
  CHECK((after.machine.*transport)().state() == state);
  CHECK(!guest.ring.used());
  after.machine.transport().resume();  // looks at what came in while the VM was away
  CHECK(after.machine.wait_queue_interrupt(0));
  const auto used = guest.ring.used();
  CHECK(used && used->written == 6);
  after.machine.driver().set_status(0);
  CHECK(after.device.resets == 1);
}

void mmio_comes_back() { comes_back<MmioTransport, MmioTransportState>(Kind::mmio, &driver::TestMachine::mmio); }

void pci_comes_back() { comes_back<PciTransport, PciTransportState>(Kind::pci, &driver::TestMachine::pci); }

// A device that waits for its reset is not activated again.
void a_failed_device_stays_failed() {
  Guest guest(Kind::mmio);
  MmioTransportState state = guest.before.machine.mmio().state();
  state.registers.status |= driver::kNeedsReset;
  Half after(Kind::mmio, guest.arena.memory());
  after.machine.mmio().restore(state);
  CHECK(after.device.activations == 0 && after.machine.mmio().state().registers.status == state.registers.status);
}

template <typename State>
using Change = std::function<void(State&)>;

template <typename State>
std::vector<Change<State>> register_changes(std::uint64_t end) {
  return {
      [](State& s) { s.registers.status = kReady & ~driver::kDriver; },
      [](State& s) { s.registers.status = driver::kDriverOk; },
      [](State& s) { s.registers.status |= 0x10; },
      [](State& s) { s.registers.driver_features = 1; },
      [](State& s) { s.registers.driver_features |= 1ULL << 50; },
      [](State& s) { s.registers.queues.pop_back(); },
      [](State& s) { s.registers.queues.push_back(s.registers.queues[0]); },
      [](State& s) { s.registers.queues[0].registers.layout.size = 0; },
      [](State& s) { s.registers.queues[0].registers.layout.size = 7; },
      [](State& s) { s.registers.queues[0].registers.layout.size = 32; },
      [](State& s) { s.registers.queues[0].registers.layout.size = 0x8000; },
      [](State& s) { s.registers.queues[0].registers.layout.descriptors.value += 1; },
      [end](State& s) { s.registers.queues[0].registers.layout.descriptors.value = end - 16; },
      [](State& s) { s.registers.queues[0].registers.layout.driver.value = UINT64_MAX - 1; },
      [](State& s) { s.registers.queues[0].registers.layout.device.value = 1ULL << 40; },
      [](State& s) { s.registers.queues[0].counters.next_used += 1; },
      [](State& s) { s.registers.queues[0].counters.next_available += 9; },
      [](State& s) { s.registers.queues[1].counters.next_available = 9; },
  };
}

template <typename Transport, typename State>
void refuses(Kind kind, Transport& (driver::TestMachine::*transport)() const noexcept,
             const std::vector<Change<State>>& changes) {
  Guest guest(kind);
  const State good = (guest.before.machine.*transport)().state();
  for (std::size_t i = 0; i < changes.size(); i++) {
    State bad = good;
    changes[i](bad);
    CHECK(bad != good);
    Half after(kind, guest.arena.memory());
    bool refused = false;
    try {
      (after.machine.*transport)().restore(bad);
    } catch (const std::logic_error&) {
      refused = true;
    }
    if (!refused) throw CheckFailed("change " + std::to_string(i) + " was accepted");
    CHECK(after.device.activations == 0);
  }
}

void corrupt_mmio_is_refused() {
  auto changes = register_changes<MmioTransportState>(driver::Arena().end().value);
  changes.push_back([](MmioTransportState& s) { s.interrupt_status = 4; });
  refuses<MmioTransport, MmioTransportState>(Kind::mmio, &driver::TestMachine::mmio, changes);
}

void corrupt_pci_is_refused() {
  using State = PciTransportState;
  auto changes = register_changes<State>(driver::Arena().end().value);
  changes.push_back([](State& s) { s.isr = 4; });
  changes.push_back([](State& s) { s.config_vector = 3; });
  changes.push_back([](State& s) { s.queue_vectors[1] = 3; });
  changes.push_back([](State& s) { s.queue_vectors.pop_back(); });
  changes.push_back([](State& s) { s.config[0] ^= 1; });
  changes.push_back([](State& s) { s.config[0x11] ^= 1; });
  changes.push_back([](State& s) { s.msix.enabled = false; });
  changes.push_back([](State& s) { s.msix.function_masked = true; });
  changes.push_back([](State& s) { s.msix.vectors.pop_back(); });
  changes.push_back([](State& s) { s.msix.vectors[0].entry[3] = 2; });
  refuses<PciTransport, State>(Kind::pci, &driver::TestMachine::pci, changes);
}

}  // namespace

Suite transport_state_suite() {
  return {"transport_state",
          {{"mmio comes back", mmio_comes_back},
           {"pci comes back", pci_comes_back},
           {"a failed device stays failed", a_failed_device_stays_failed},
           {"corrupt mmio is refused", corrupt_mmio_is_refused},
           {"corrupt pci is refused", corrupt_pci_is_refused}}};
}
