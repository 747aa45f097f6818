// Motorola MC146818 data sheet; the century's place is that of PCs.
#include "kvm/legacy/clock.h"

#include <algorithm>
#include <utility>

namespace vmwright::legacy {
namespace {

constexpr std::uint64_t kIndex = 0;
constexpr std::uint8_t kIndexMask = 0x7f;  // bit 7 masks NMIs

constexpr std::uint8_t kSeconds = 0x00;
constexpr std::uint8_t kMinutes = 0x02;
constexpr std::uint8_t kHours = 0x04;
constexpr std::uint8_t kDayOfWeek = 0x06;
constexpr std::uint8_t kDay = 0x07;
constexpr std::uint8_t kMonth = 0x08;
constexpr std::uint8_t kYear = 0x09;
constexpr std::uint8_t kRegisterA = 0x0a;
constexpr std::uint8_t kRegisterB = 0x0b;
constexpr std::uint8_t kRegisterC = 0x0c;
constexpr std::uint8_t kRegisterD = 0x0d;
constexpr std::uint8_t kCentury = 0x32;

constexpr std::uint8_t kDivider = 0x26;  // 32768 Hz, 1024 Hz rate, no update in progress
constexpr std::uint8_t k24Hours = 0x02;  // and BCD
constexpr std::uint8_t kValid = 0x80;

std::uint8_t bcd(int value) { return static_cast<std::uint8_t>((value / 10 << 4) | (value % 10)); }

}  // namespace

Clock::Clock(Now now) : now_(std::move(now)) {}

void Clock::reset() {
  const std::lock_guard lock(mutex_);
  index_ = 0;
  cells_ = {};
}

void Clock::read(std::uint64_t offset, std::span<std::byte> data) {
  const std::lock_guard lock(mutex_);
  std::ranges::fill(data, std::byte{0xff});
  if (offset != kIndex) data[0] = std::byte{read_cell()};
}

void Clock::write(std::uint64_t offset, std::span<const std::byte> data) {
  const std::lock_guard lock(mutex_);
  const auto value = std::to_integer<std::uint8_t>(data[0]);
  if (offset == kIndex) {
    index_ = value & kIndexMask;
  } else {
    cells_[index_] = value;
  }
}

std::uint8_t Clock::read_cell() const {
  const std::time_t now = now_();
  std::tm time{};
  gmtime_r(&now, &time);
  switch (index_) {
    case kSeconds: return bcd(time.tm_sec);
    case kMinutes: return bcd(time.tm_min);
    case kHours: return bcd(time.tm_hour);
    case kDayOfWeek: return bcd(time.tm_wday + 1);
    case kDay: return bcd(time.tm_mday);
    case kMonth: return bcd(time.tm_mon + 1);
    case kYear: return bcd(time.tm_year % 100);
    case kCentury: return bcd((time.tm_year + 1900) / 100);
    case kRegisterA: return kDivider;
    case kRegisterB: return k24Hours;
    case kRegisterC: return 0;  // no interrupt was asked for
    case kRegisterD: return kValid;
    default: return cells_[index_];
  }
}

}  // namespace vmwright::legacy
