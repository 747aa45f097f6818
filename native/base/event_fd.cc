#include "base/event_fd.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "base/error.h"

namespace vmwright {

EventFd::EventFd() : fd_(check(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {}

void EventFd::notify() const noexcept {
  const std::uint64_t one = 1;
  // Fails only when the counter is full, and then the descriptor is readable anyway.
  [[maybe_unused]] const ssize_t written = write(fd_.get(), &one, sizeof one);
}

bool EventFd::drain() const noexcept {
  std::uint64_t count;
  return read(fd_.get(), &count, sizeof count) == sizeof count;
}

}  // namespace vmwright
