#include "kvm/machine/kick_signal.h"

#include <signal.h>

#include "base/error.h"

namespace vmwright {
namespace {

// The first real-time signal that the C library leaves free.
int number() { return SIGRTMIN; }

}  // namespace

void prepare_kick_signal() {
  struct sigaction action{};
  action.sa_handler = [](int) {};
  // No SA_RESTART: the whole point is that the call ends.
  check(sigaction(number(), &action, nullptr), "sigaction");
}

void kick(pthread_t thread) noexcept { pthread_kill(thread, number()); }

}  // namespace vmwright
