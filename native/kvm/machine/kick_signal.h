// The signal that makes a vCPU thread leave KVM_RUN.
#pragma once

#include <pthread.h>

namespace vmwright {

// Gives the signal a handler that does nothing, so that it only interrupts. Once per process, before the first kick.
void prepare_kick_signal();

// The thread is alive.
void kick(pthread_t thread) noexcept;

}  // namespace vmwright
