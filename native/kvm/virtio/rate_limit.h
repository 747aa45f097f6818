// How much a device may do per second: token buckets for bytes and operations.
#pragma once

#include <chrono>
#include <cstdint>

namespace vmwright::virtio {

struct RateLimitConfig {
  std::uint64_t bytes_per_second = 0;       // 0: no limit
  std::uint64_t bytes_burst = 0;            // what may come at once after a rest; 0: what one second gives
  std::uint64_t operations_per_second = 0;  // 0: no limit
  std::uint64_t operations_burst = 0;

  bool limits() const noexcept { return bytes_per_second != 0 || operations_per_second != 0; }
};

// Fills up at a steady rate. May be overdrawn by one request, so that one larger than the bucket passes; the next ones
// wait until the debt is paid, so the rate holds.
class TokenBucket {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Begins full. `rate` per second, 0: never empty.
  TokenBucket(std::uint64_t rate, std::uint64_t burst, Time now) noexcept;
  // Until something may be taken; zero: now.
  std::chrono::nanoseconds wait(Time now) noexcept;
  void take(std::uint64_t tokens) noexcept;

 private:
  double rate_;
  double burst_;
  double tokens_;
  Time filled_;
};

// One thread.
class RateLimiter {
 public:
  using Time = TokenBucket::Time;

  RateLimiter(const RateLimitConfig& config, Time now) noexcept;
  // Takes one operation of `bytes`, or nothing: then gives back how long to wait before asking again.
  std::chrono::nanoseconds take(std::uint64_t bytes, Time now) noexcept;

 private:
  TokenBucket bytes_;
  TokenBucket operations_;
};

}  // namespace vmwright::virtio
