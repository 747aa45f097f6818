// The small devices: keyboard controller, panic port, clock, power registers.
#include <array>
#include <ctime>

#include "check.h"
#include "kvm/legacy/clock.h"
#include "kvm/legacy/keyboard_controller.h"
#include "kvm/legacy/panic_port.h"
#include "kvm/legacy/power_registers.h"

using namespace vmwright;
using namespace vmwright::legacy;

namespace {

unsigned in(BusDevice& device, std::uint64_t offset) {
  std::array data = {std::byte{0}};
  device.read(offset, data);
  return std::to_integer<unsigned>(data[0]);
}

void out(BusDevice& device, std::uint64_t offset, unsigned value) {
  const std::array data = {static_cast<std::byte>(value)};
  device.write(offset, data);
}

void keyboard_controller_resets() {
  int resets = 0;
  KeyboardController controller([&resets] { resets++; });
  CHECK((in(controller, 4) & 2) == 0);  // takes commands
  out(controller, 4, 0xd1);
  out(controller, 0, 0xfe);
  CHECK(resets == 0);
  out(controller, 4, 0xfe);
  CHECK(resets == 1);
}

void keyboard_controller_is_not_found() {
  KeyboardController controller([] {});
  // Linux reads what is in the buffer until it is empty, and gives up after 16.
  for (int i = 0; i < 20; i++) {
    CHECK((in(controller, 4) & 1) == 1);
    in(controller, 0);
  }
}

void panic_port_reports() {
  int panics = 0;
  PanicPort port([&panics] { panics++; });
  CHECK(in(port, 0) == 1);
  out(port, 0, 2);
  CHECK(panics == 0);
  out(port, 0, 1);
  CHECK(panics == 1);
}

unsigned cell(Clock& clock, unsigned index) {
  out(clock, 0, index);
  return in(clock, 1);
}

void clock_shows_the_time() {
  Clock clock([] { return std::time_t{1'700'000'000}; });  // Tue 2023-11-14 22:13:20 UTC
  CHECK(cell(clock, 0x00) == 0x20 && cell(clock, 0x02) == 0x13 && cell(clock, 0x04) == 0x22);
  CHECK(cell(clock, 0x06) == 3 && cell(clock, 0x07) == 0x14 && cell(clock, 0x08) == 0x11);
  CHECK(cell(clock, 0x09) == 0x23 && cell(clock, 0x32) == 0x20);
  CHECK((cell(clock, 0x0a) & 0x80) == 0);      // no update in progress
  CHECK((cell(clock, 0x0b) & 0x06) == 0x02);   // 24 hours, BCD
  CHECK(cell(clock, 0x0d) == 0x80);
}

void clock_keeps_cells() {
  Clock clock([] { return std::time_t{0}; });
  out(clock, 0, 0x8f);  // bit 7 is no part of the index
  out(clock, 1, 0x5a);
  CHECK(cell(clock, 0x0f) == 0x5a);
  CHECK(in(clock, 0) == 0xff);
  clock.reset();
  CHECK(cell(clock, 0x0f) == 0);
}

struct Power {
  int offs = 0;
  int resets = 0;
  EventFd line;
  PowerRegisters registers{[this] { offs++; }, [this] { resets++; }, line};
};

void power_switches_off() {
  Power power;
  out(power.registers, PowerRegisters::kSleepControlOffset, 5 << 2);  // type without enable
  out(power.registers, PowerRegisters::kSleepControlOffset, (3 << 2) | (1 << 5));
  out(power.registers, PowerRegisters::kSleepStatusOffset, (5 << 2) | (1 << 5));
  CHECK(power.offs == 0);
  CHECK(in(power.registers, PowerRegisters::kSleepStatusOffset) == 0);
  out(power.registers, PowerRegisters::kSleepControlOffset, (5 << 2) | (1 << 5));
  CHECK(power.offs == 1 && power.resets == 0);
}

void power_resets() {
  Power power;
  out(power.registers, PowerRegisters::kResetOffset, 0);
  CHECK(power.resets == 0);
  out(power.registers, PowerRegisters::kResetOffset, PowerRegisters::kResetValue);
  CHECK(power.resets == 1 && power.offs == 0);
}

void power_events_are_read_once() {
  Power power;
  CHECK(in(power.registers, PowerRegisters::kEventsOffset) == 0);
  power.registers.raise(PowerEvent::power_button);
  power.registers.raise(PowerEvent::generation_changed);
  CHECK(power.line.drain());
  CHECK(in(power.registers, PowerRegisters::kEventsOffset) == 3);
  CHECK(in(power.registers, PowerRegisters::kEventsOffset) == 0);
  power.registers.raise(PowerEvent::power_button);
  power.registers.clear();
  CHECK(in(power.registers, PowerRegisters::kEventsOffset) == 0);
}

}  // namespace

Suite legacy_suite() {
  return {"legacy",
          {{"the keyboard controller resets", keyboard_controller_resets},
           {"drivers do not find the keyboard controller", keyboard_controller_is_not_found},
           {"the panic port reports panics", panic_port_reports},
           {"the clock shows the time", clock_shows_the_time},
           {"the clock keeps other cells", clock_keeps_cells},
           {"the sleep register switches off", power_switches_off},
           {"the reset register resets", power_resets},
           {"events are read once", power_events_are_read_once}}};
}
