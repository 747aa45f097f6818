// The PC's real-time clock, an MC146818, as far as reading the time goes. It always shows the host's time in UTC: setting
// it, alarms and periodic interrupts do nothing. Guests that know KVM take the time from kvmclock.
#pragma once

#include <array>
#include <cstdint>
#include <ctime>
#include <functional>
#include <mutex>

#include "kvm/bus/bus.h"

namespace vmwright::legacy {

class Clock : public BusDevice {
 public:
  static constexpr std::uint16_t kSize = 2;  // index, data

  using Now = std::function<std::time_t()>;
  explicit Clock(Now now);

  void read(std::uint64_t offset, std::span<std::byte> data) override;
  void write(std::uint64_t offset, std::span<const std::byte> data) override;
  void reset();

 private:
  std::uint8_t read_cell() const;

  Now now_;
  std::mutex mutex_;  // guards all below
  std::uint8_t index_ = 0;
  std::array<std::uint8_t, 128> cells_{};
};

}  // namespace vmwright::legacy
