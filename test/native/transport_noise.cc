// A guest that writes garbage to every register and ring. Seeded: what fails fails again.
#include <random>

#include "check.h"
#include "driver_device.h"
#include "driver_machine.h"
#include "kvm/virtio/rng.h"

using namespace vmwright;
using namespace vmwright::virtio;
using driver::Kind;

namespace {

constexpr int kRounds = 40;
constexpr int kAccesses = 2000;

class Noise {
 public:
  explicit Noise(std::uint64_t seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  // One access of any width at any offset, as the bus lets through: never past the end.
  void access(BusDevice& device, std::uint64_t from, std::uint64_t size) {
    const std::size_t width = 1U << below(4);
    std::uint64_t offset = from + below(size - width + 1);
    if (below(8) != 0) offset &= ~(width - 1);
    std::array<std::byte, 8> data;
    const std::uint64_t value = below(3) == 0 ? random_() : below(3) == 0 ? UINT64_MAX : below(256);
    std::memcpy(data.data(), &value, sizeof value);
    const auto bytes = std::span(data).first(width);
    if (below(4) == 0) return device.read(offset, bytes);
    device.write(offset, bytes);
  }

  void fill(std::span<std::byte> bytes) {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random_());
  }

 private:
  std::mt19937_64 random_;
};

template <typename D>
void registers(Kind kind, std::uint64_t seed) {
  for (int round = 0; round < kRounds; round++) {
    Noise noise(seed + static_cast<std::uint64_t>(round));
    driver::Arena arena(1 << 16);
    driver::LoopThread thread;
    D device(thread.loop());
    driver::TestMachine machine(kind, device, arena.memory());
    noise.fill(arena.memory().slice({0}, 1 << 16));
    BusDevice& window = machine.transport();
    const std::uint64_t size = kind == Kind::mmio ? MmioTransport::kWindow : PciTransport::kBarSize;
    for (int i = 0; i < kAccesses; i++) {
      // Most where something is: the registers of MMIO, the common configuration of PCI.
      noise.access(window, 0, noise.below(4) == 0 ? size : 0x100);
      if (kind == Kind::pci && noise.below(8) == 0) noise.access(machine.bus, driver::TestMachine::kSlot << 15, 4096);
      // Now and then as a driver would, or garbage would never get beyond the status.
      if (noise.below(200) == 0) machine.driver().negotiate(kVersion1 | kIndirectDescriptors);
      if (noise.below(200) == 0) machine.driver().set_status(machine.driver().status() | driver::kDriverOk);
    }
    machine.driver().set_status(0);
    CHECK(machine.driver().status() == 0);
    CHECK(machine.driver().negotiate(kVersion1));
  }
}

void mmio_registers_survive() {
  registers<driver::TestDevice>(Kind::mmio, 1000);
  registers<RngDevice>(Kind::mmio, 2000);
}

void pci_registers_survive() {
  registers<driver::TestDevice>(Kind::pci, 3000);
  registers<RngDevice>(Kind::pci, 4000);
}

void configuration_space_survives() {
  driver::Arena arena;
  driver::LoopThread thread;
  driver::TestDevice device(thread.loop());
  driver::TestMachine machine(Kind::pci, device, arena.memory());
  Noise noise(5000);
  for (int i = 0; i < 100'000; i++) noise.access(machine.bus, 0, pci::kEcamSize);
  for (int i = 0; i < 100'000; i++) noise.access(machine.bus, driver::TestMachine::kSlot << 15, 256);
  CHECK(machine.pci_driver().read<std::uint32_t>(0) == 0x1042'1af4);
  machine.transport().reset();
  CHECK(driver::PciDriver(machine.bus, driver::TestMachine::kSlot, machine.pci()).negotiate(kVersion1));
}

// Rings full of garbage, on a device that is otherwise well set up. It may serve, or ask for a reset; then it is reset.
template <typename D>
void rings(Kind kind, std::uint64_t seed) {
  Noise noise(seed);
  driver::Arena arena;
  driver::LoopThread thread;
  D device(thread.loop());
  driver::TestMachine machine(kind, device, arena.memory());
  driver::Ring ring(arena, 8);
  driver::Ring* all[] = {&ring};
  for (int round = 0; round < 500; round++) {
    noise.fill(arena.memory().slice(ring.layout().descriptors, 8 * 16));
    noise.fill(arena.memory().slice(ring.layout().driver, 6 + 8 * 2));
    ring.set_available_index(static_cast<std::uint16_t>(noise.below(16)));
    machine.driver().bring_up(kVersion1 | kIndirectDescriptors | (round % 2 == 0 ? kEventIdx : 0), all);
    machine.driver().kick(0);
    noise.fill(arena.memory().slice(ring.layout().descriptors, 8 * 16));
    thread.loop().call([] {});
    machine.driver().kick(0);
  }
  machine.driver().set_status(0);
  CHECK(machine.driver().status() == 0);
}

void rings_survive() {
  rings<driver::TestDevice>(Kind::mmio, 6000);
  rings<RngDevice>(Kind::pci, 7000);
}

// Two CPUs at the same registers, with the device at work.
void cpus_may_race() {
  driver::Arena arena;
  driver::LoopThread thread;
  driver::TestDevice device(thread.loop());
  driver::TestMachine machine(Kind::pci, device, arena.memory());
  driver::Ring ring(arena, 8);
  const auto cpu = [&](std::uint64_t seed) {
    Noise noise(seed);
    driver::Ring* all[] = {&ring};
    for (int i = 0; i < 3000; i++) {
      noise.access(machine.pci(), 0, noise.below(2) == 0 ? 0x100 : PciTransport::kBarSize);
      noise.access(machine.bus, driver::TestMachine::kSlot << 15, 256);
      if (noise.below(20) == 0) machine.driver().bring_up(kVersion1, all);
      if (noise.below(20) == 0) machine.driver().kick(0);
    }
  };
  std::thread other(cpu, 8001);
  cpu(8000);
  other.join();
  machine.driver().set_status(0);
  CHECK(machine.driver().status() == 0);
}

}  // namespace

Suite transport_noise_suite() {
  return {"transport_noise",
          {{"mmio registers survive", mmio_registers_survive},
           {"pci registers survive", pci_registers_survive},
           {"configuration space survives", configuration_space_survives},
           {"rings survive", rings_survive},
           {"cpus may race", cpus_may_race}}};
}
