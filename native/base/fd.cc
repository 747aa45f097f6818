#include "base/fd.h"

#include <unistd.h>

namespace vmwright {

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Fd::reset() noexcept {
  // On Linux the descriptor is gone even when close() fails, so there is nothing to retry.
  if (fd_ >= 0) close(std::exchange(fd_, -1));
}

}  // namespace vmwright
