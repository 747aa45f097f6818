#include "kvm/machine/legacy_devices.h"

#include <ctime>
#include <utility>

#include "kvm/machine/layout.h"

namespace vmwright {

LegacyDevices::LegacyDevices(Interrupts& interrupts, Bus& ports, const std::function<void(MachineEvent)>& report,
                             legacy::Serial::Callbacks serial)
    : serial_line_(interrupts.fixed_line(layout::kSerialGsi)),
      event_line_(interrupts.fixed_line(layout::kEventGsi)),
      serial_(std::move(serial), *serial_line_.event),
      keyboard_([report] { report({MachineEventKind::reset, "keyboard controller"}); }),
      panic_([report] { report({MachineEventKind::panicked, "panic port"}); }),
      clock_([] { return std::time(nullptr); }),
      power_([report] { report({MachineEventKind::power_off, "ACPI"}); },
             [report] { report({MachineEventKind::reset, "ACPI"}); }, *event_line_.event) {
  ports.insert(layout::kSerial.value, legacy::Serial::kSize, serial_);
  ports.insert(layout::kKeyboardController.value, legacy::KeyboardController::kSize, keyboard_);
  ports.insert(layout::kPanic.value, legacy::PanicPort::kSize, panic_);
  ports.insert(layout::kRtc.value, legacy::Clock::kSize, clock_);
  ports.insert(layout::kPower.value, legacy::PowerRegisters::kSize, power_);
}

void LegacyDevices::reset() {
  serial_.reset();
  clock_.reset();
  power_.clear();
}

}  // namespace vmwright
