// Ends a KVM_RUN of the calling thread after a time, without a second thread and without any
// signal handler: the signal stays blocked in the thread, only KVM_RUN lets it in (to return EINTR),
// and it is taken back before the thread can ever see it.
#pragma once

#include <signal.h>

#include <chrono>

#include "kvm/vcpu.h"

namespace vmwright {

// Blocks the kick signal in the calling thread; the end takes back pending ones.
class BlockedKick {
 public:
  BlockedKick();
  BlockedKick(const BlockedKick&) = delete;
  BlockedKick& operator=(const BlockedKick&) = delete;
  ~BlockedKick();

 private:
  sigset_t signals_;
  sigset_t saved_mask_;
};

// Sends the kick signal to the calling thread, first after `limit`, then again and again: a kick
// between two runs of the vCPU must not have been the only one.
class KickTimer {
 public:
  explicit KickTimer(std::chrono::milliseconds limit);
  KickTimer(const KickTimer&) = delete;
  KickTimer& operator=(const KickTimer&) = delete;
  ~KickTimer();

 private:
  int timer_ = -1;
};

class Deadline {
 public:
  // Lives and dies on the thread that runs `vcpu`. `limit` is positive.
  Deadline(const Vcpu& vcpu, std::chrono::milliseconds limit);

  bool expired() const { return std::chrono::steady_clock::now() >= end_; }

 private:
  std::chrono::steady_clock::time_point end_;
  BlockedKick blocked_;  // outlives the timer
  KickTimer timer_;
};

}  // namespace vmwright
