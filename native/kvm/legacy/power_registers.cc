#include "kvm/legacy/power_registers.h"

#include <algorithm>
#include <utility>

namespace vmwright::legacy {
namespace {

constexpr unsigned kSleepTypeShift = 2;
constexpr unsigned kSleepTypeMask = 7;
constexpr unsigned kSleepEnable = 1 << 5;

}  // namespace

PowerRegisters::PowerRegisters(std::function<void()> power_off, std::function<void()> reset, const EventFd& line)
    : power_off_(std::move(power_off)), reset_(std::move(reset)), line_(line) {}

void PowerRegisters::raise(PowerEvent event) {
  events_ |= static_cast<std::uint8_t>(event);
  line_.notify();
}

void PowerRegisters::read(std::uint64_t offset, std::span<std::byte> data) {
  std::ranges::fill(data, std::byte{0});
  if (offset == kEventsOffset) data[0] = std::byte{events_.exchange(0)};
}

void PowerRegisters::write(std::uint64_t offset, std::span<const std::byte> data) {
  const auto value = std::to_integer<unsigned>(data[0]);
  if (offset == kResetOffset && value == kResetValue) reset_();
  if (offset != kSleepControlOffset || (value & kSleepEnable) == 0) return;
  if (((value >> kSleepTypeShift) & kSleepTypeMask) == kSoftOff) power_off_();
}

}  // namespace vmwright::legacy
