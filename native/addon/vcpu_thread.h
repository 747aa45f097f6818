// The thread that runs one vCPU. It sleeps until told to run, runs the guest to its next exit, says so and
// sleeps again: while it sleeps, kvm_run and all ioctls of the vCPU are free for others.
#pragma once

#include <uv.h>

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>

#include "kvm/vcpu.h"

namespace vmwright {

class VcpuThread {
 public:
  // How a run ended: by an exit of the guest, by stop(), or by an error of KVM_RUN.
  enum class End { exited, stopped, failed };

  // `on_end` is called on the thread, which is then ready for the next run. It must not throw.
  VcpuThread(Vcpu vcpu, std::function<void()> on_end);
  VcpuThread(const VcpuThread&) = delete;
  VcpuThread& operator=(const VcpuThread&) = delete;
  // Stops the guest and joins the thread.
  ~VcpuThread();

  // Not between start() and the call of `on_end`.
  Vcpu& vcpu() noexcept { return vcpu_; }

  // Finishes the access of the last exit and runs on. Not while a run is under way. Throws Error when
  // there can be no thread.
  void start();
  // Ends the current run, or the next one when none is under way; from any thread.
  void stop() noexcept;
  // Takes back a stop() that ended no run.
  void clear_stop() noexcept;

  // After a run.
  End end() const;
  std::exception_ptr failure() const;

 private:
  void ensure_thread();
  void main() noexcept;
  bool wait_for_start();
  void run_once() noexcept;
  bool run_until_exit();
  void kick() noexcept;
  void finish(End end, std::exception_ptr failure) noexcept;

  Vcpu vcpu_;
  std::function<void()> on_end_;
  // std::thread needs a newer C library than Node does; libuv's threads come with Node.
  uv_thread_t thread_{};
  bool has_thread_ = false;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  bool running_ = false;  // idle -- start() --> running -- exit, stop() or error --> idle
  bool stop_wanted_ = false;
  bool quit_wanted_ = false;  // obeyed when idle
  int thread_id_ = 0;
  End end_ = End::stopped;
  std::exception_ptr failure_;
};

}  // namespace vmwright
