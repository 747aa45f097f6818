#include "kvm/virtio/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace vmwright::virtio {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr double kLongestWait = 3600e9;  // nanoseconds; keeps the number inside of its type at one byte per second

}  // namespace

TokenBucket::TokenBucket(std::uint64_t rate, std::uint64_t burst, Time now) noexcept
    : rate_(static_cast<double>(rate)),
      burst_(static_cast<double>(burst == 0 ? rate : burst)),
      tokens_(burst_),
      filled_(now) {}

std::chrono::nanoseconds TokenBucket::wait(Time now) noexcept {
  if (rate_ == 0) return {};
  tokens_ = std::min(burst_, tokens_ + rate_ * Seconds(now - filled_).count());
  filled_ = now;
  if (tokens_ > 0) return {};
  // One nanosecond more than it takes to pay the debt, so that rounding does not bring us back too early.
  const double nanoseconds = std::min(std::ceil(-tokens_ / rate_ * 1e9), kLongestWait) + 1;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds));
}

void TokenBucket::take(std::uint64_t tokens) noexcept { tokens_ -= static_cast<double>(tokens); }

RateLimiter::RateLimiter(const RateLimitConfig& config, Time now) noexcept
    : bytes_(config.bytes_per_second, config.bytes_burst, now),
      operations_(config.operations_per_second, config.operations_burst, now) {}

std::chrono::nanoseconds RateLimiter::take(std::uint64_t bytes, Time now) noexcept {
  const auto wait = std::max(bytes_.wait(now), operations_.wait(now));
  if (wait.count() > 0) return wait;
  bytes_.take(bytes);
  operations_.take(1);
  return {};
}

}  // namespace vmwright::virtio
