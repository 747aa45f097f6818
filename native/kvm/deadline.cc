#include "kvm/deadline.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"

namespace vmwright {
namespace {

constexpr long kRepeatNs = 10'000'000;

// A real-time signal that no library is known to use.
int kick_signal() { return SIGRTMIN + 7; }

// Straight system calls: the C library's wrappers carry the symbol version of glibc 2.34.
int create_timer() {
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = kick_signal();
  event._sigev_un._tid = static_cast<pid_t>(syscall(SYS_gettid));
  int timer = -1;
  check(static_cast<int>(syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer)), "timer_create");
  return timer;
}

}  // namespace

BlockedKick::BlockedKick() {
  sigemptyset(&signals_);
  sigaddset(&signals_, kick_signal());
  // Linux changes the mask of the calling thread only; pthread_sigmask needs glibc 2.32.
  check(sigprocmask(SIG_BLOCK, &signals_, &saved_mask_), "sigprocmask");
}

BlockedKick::~BlockedKick() {
  // A kick still pending would reach the thread once unblocked, and its default action kills.
  const timespec no_wait{};
  int taken;
  do {
    taken = sigtimedwait(&signals_, nullptr, &no_wait);
  } while (taken > 0 || (taken < 0 && errno == EINTR));
  sigprocmask(SIG_SETMASK, &saved_mask_, nullptr);
}

KickTimer::KickTimer(std::chrono::milliseconds limit) : timer_(create_timer()) {
  const itimerspec spec = {
      .it_interval = {.tv_sec = 0, .tv_nsec = kRepeatNs},
      .it_value = {.tv_sec = limit.count() / 1000, .tv_nsec = (limit.count() % 1000) * 1'000'000},
  };
  // Cannot fail for a timer that exists and a time in range.
  syscall(SYS_timer_settime, timer_, 0, &spec, nullptr);
}

KickTimer::~KickTimer() { syscall(SYS_timer_delete, timer_); }

Deadline::Deadline(const Vcpu& vcpu, std::chrono::milliseconds limit)
    : end_(std::chrono::steady_clock::now() + limit), timer_(limit) {
  sigset_t blocked_in_guest;
  sigfillset(&blocked_in_guest);
  sigdelset(&blocked_in_guest, kick_signal());
  vcpu.set_signal_mask(blocked_in_guest);
}

}  // namespace vmwright
