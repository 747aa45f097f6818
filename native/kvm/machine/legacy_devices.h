// The few devices of a PC that are not virtio, on their ports.
#pragma once

#include <functional>

#include "kvm/bus/bus.h"
#include "kvm/interrupts.h"
#include "kvm/legacy/clock.h"
#include "kvm/legacy/keyboard_controller.h"
#include "kvm/legacy/panic_port.h"
#include "kvm/legacy/power_registers.h"
#include "kvm/legacy/serial.h"
#include "kvm/machine/event.h"

namespace vmwright {

class LegacyDevices {
 public:
  // `report` is called on vCPU threads.
  LegacyDevices(Interrupts& interrupts, Bus& ports, const std::function<void(MachineEvent)>& report,
                legacy::Serial::Callbacks serial);

  // No vCPU runs.
  void reset();
  legacy::Serial& serial() noexcept { return serial_; }
  legacy::PowerRegisters& power() noexcept { return power_; }

 private:
  Interrupts::Line serial_line_;
  Interrupts::Line event_line_;
  legacy::Serial serial_;
  legacy::KeyboardController keyboard_;
  legacy::PanicPort panic_;
  legacy::Clock clock_;
  legacy::PowerRegisters power_;
};

}  // namespace vmwright
