// A thread that runs one vCPU, and nothing but that.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "kvm/bus/bus.h"
#include "kvm/exit.h"
#include "kvm/machine/event.h"
#include "kvm/machine/exit_counts.h"
#include "kvm/vcpu.h"

namespace vmwright {

// What all vCPU threads of a machine share. Callbacks come on vCPU threads.
struct VcpuShared {
  const Bus& ports;
  const Bus& memory;
  // This vCPU cannot go on; the callee parks it.
  std::function<void(MachineEvent)> event;
  // May be called with a lock held: only to wake somebody.
  std::function<void()> parked;
  // First thing on each thread: where a jail puts its filter.
  std::function<void()> thread_started;
  // CLOCK_MONOTONIC nanoseconds when the first vCPU was about to enter the guest; 0 before.
  std::atomic<std::int64_t> first_entry_ns = 0;
};

class VcpuThread {
 public:
  // Has no thread before start().
  VcpuThread(Vcpu vcpu, VcpuShared& shared);
  VcpuThread(const VcpuThread&) = delete;
  VcpuThread& operator=(const VcpuThread&) = delete;
  // Ends the thread and waits for it.
  ~VcpuThread();

  void start();
  // From any thread, its own included. A parked vCPU has finished its last port or memory access and is not in KVM_RUN.
  void park();
  void go_on();
  // Stands still until go_on(), also before start().
  bool is_parked() const;

  // Only while parked.
  const Vcpu& vcpu() const noexcept { return vcpu_; }
  const ExitCounts& exits() const noexcept { return exits_; }

 private:
  enum class Command { run, park, quit };

  void body();
  bool await_run();
  void run_guest();
  void finish_access();
  void handle(const Exit& exit);
  void command(Command command);

  Vcpu vcpu_;
  VcpuShared& shared_;
  ExitCounts exits_;

  mutable std::mutex mutex_;  // guards `parked_` and changes of `command_`
  std::condition_variable changed_;
  std::atomic<Command> command_ = Command::park;
  bool parked_ = false;
  std::thread thread_;
};

}  // namespace vmwright
