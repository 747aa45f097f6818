// The ports by which a guest switches itself off or resets itself, and learns why its event interrupt came. ACPI 6.5,
// sections 4.8.3.7 (sleep control and status), 4.8.3.6 (reset), 5.6.9 (generic event device).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "base/event_fd.h"
#include "kvm/bus/bus.h"

namespace vmwright::legacy {

enum class PowerEvent : std::uint8_t { power_button = 1, generation_changed = 2 };

class PowerRegisters : public BusDevice {
 public:
  // From the first port on; each is one byte.
  static constexpr std::uint16_t kSleepControlOffset = 0;
  static constexpr std::uint16_t kSleepStatusOffset = 1;
  static constexpr std::uint16_t kResetOffset = 2;
  static constexpr std::uint16_t kEventsOffset = 3;
  static constexpr std::uint16_t kSize = 4;

  static constexpr std::uint8_t kResetValue = 1;
  // The sleep type of S5, as _S5 in the DSDT says.
  static constexpr std::uint8_t kSoftOff = 5;

  // `power_off` and `reset` are called on vCPU threads. `line` is the event device's.
  PowerRegisters(std::function<void()> power_off, std::function<void()> reset, const EventFd& line);

  // From any thread.
  void raise(PowerEvent event);
  void clear() noexcept { events_ = 0; }

  void read(std::uint64_t offset, std::span<std::byte> data) override;
  void write(std::uint64_t offset, std::span<const std::byte> data) override;

 private:
  std::function<void()> power_off_;
  std::function<void()> reset_;
  const EventFd& line_;
  std::atomic<std::uint8_t> events_ = 0;
};

}  // namespace vmwright::legacy
