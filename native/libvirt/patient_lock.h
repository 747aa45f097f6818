// For a mutex that is held for some nanoseconds at a time: who finds it taken tries again for a moment before it sleeps,
// as waking it takes a thousand times as long.
#pragma once

#include <uv.h>

#include <mutex>

namespace vmwright::libvirt {

inline void lock_patiently(std::unique_lock<std::mutex>& lock) {
  constexpr int kTries = 200;
  std::mutex& mutex = *lock.mutex();
  for (int i = 0; i < kTries; i++) {
    // Not try_lock() of the standard library, which needs a newer glibc than Node does.
    if (uv_mutex_trylock(mutex.native_handle()) == 0) {
      lock = std::unique_lock(mutex, std::adopt_lock);
      return;
    }
    __builtin_ia32_pause();
  }
  lock.lock();
}

}  // namespace vmwright::libvirt
