#include "kvm/virtio/rate_limit.h"

#include "check.h"

using namespace vmwright::virtio;
using namespace std::chrono_literals;

namespace {

// A clock of the test's own, so that nothing has to be waited for.
const TokenBucket::Time kStart{100s};

void gives_a_burst_then_the_rate() {
  RateLimiter limiter({.operations_per_second = 10, .operations_burst = 3}, kStart);
  for (int i = 0; i < 3; i++) CHECK(limiter.take(1, kStart) == 0ns);
  // The bucket is empty, and the next operation is due when anything is in it again.
  const auto wait = limiter.take(1, kStart);
  CHECK(wait > 0ns && wait < 1ms);
  CHECK(limiter.take(1, kStart + 1ms) == 0ns);
  const auto next = limiter.take(1, kStart + 1ms);
  CHECK(next > 95ms && next < 100ms);
  CHECK(limiter.take(1, kStart + 1ms + next) == 0ns);
}

void counts_bytes_and_operations() {
  RateLimiter limiter({.bytes_per_second = 1000, .operations_per_second = 1}, kStart);
  CHECK(limiter.take(1000, kStart) == 0ns);
  CHECK(limiter.take(0, kStart) > 0ns);
  CHECK(limiter.take(0, kStart + 1100ms) == 0ns);
}

void lets_a_request_pass_that_is_larger_than_the_bucket() {
  RateLimiter limiter({.bytes_per_second = 1000, .bytes_burst = 10}, kStart);
  CHECK(limiter.take(5000, kStart) == 0ns);
  const auto wait = limiter.take(1, kStart);
  CHECK(wait > 4989ms && wait < 5s);
  CHECK(limiter.take(1, kStart + wait - 1ms) > 0ns);
  CHECK(limiter.take(1, kStart + wait) == 0ns);
}

void does_not_save_up_more_than_a_burst() {
  RateLimiter limiter({.operations_per_second = 100, .operations_burst = 2}, kStart);
  int taken = 0;
  while (limiter.take(1, kStart + 1h) == 0ns) taken++;
  CHECK(taken == 2);
}

void waits_no_longer_than_an_hour() {
  RateLimiter limiter({.bytes_per_second = 1}, kStart);
  CHECK(limiter.take(UINT64_MAX, kStart) == 0ns);
  CHECK(limiter.take(1, kStart) <= 1h + 1ms);
}

}  // namespace

Suite rate_limit_suite() {
  return {"rate_limit",
          {{"gives a burst, then the rate", gives_a_burst_then_the_rate},
           {"counts bytes and operations", counts_bytes_and_operations},
           {"lets a request pass that is larger than the bucket", lets_a_request_pass_that_is_larger_than_the_bucket},
           {"does not save up more than a burst", does_not_save_up_more_than_a_burst},
           {"waits no longer than an hour", waits_no_longer_than_an_hour}}};
}
