// All vCPUs of a machine, stopped and started together. Nobody waits for a vCPU: it may itself wait for the loop.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "base/event_loop.h"
#include "kvm/machine/vcpu_thread.h"

namespace vmwright {

// On the loop's thread, or before it runs, where nothing else is said.
class Cpus {
 public:
  using Task = std::function<void()>;

  // `loop` and the buses outlive this, which is destroyed when the loop does not run.
  Cpus(EventLoop& loop, const Bus& ports, const Bus& memory, std::function<void(MachineEvent)> event,
       Task thread_started);
  Cpus(const Cpus&) = delete;
  Cpus& operator=(const Cpus&) = delete;
  ~Cpus();

  // Only while all are parked, as they are before start().
  void add(Vcpu vcpu);
  std::size_t count() const noexcept { return threads_.size(); }
  const Vcpu& vcpu(std::size_t number) const { return threads_.at(number)->vcpu(); }

  // Makes the threads, parked.
  void start();
  void go_on();
  // From any thread: they park as soon as they can.
  void park() noexcept;
  // Parks all and then calls `task`; tasks that wait run one after the other, each with all vCPUs parked.
  void when_parked(Task task);

  // From any thread.
  ExitTotals exits() const noexcept;
  std::int64_t first_entry_ns() const noexcept { return shared_.first_entry_ns; }

 private:
  bool all_parked() const;
  void run_waiting();

  EventLoop& loop_;
  VcpuShared shared_;
  std::deque<Task> waiting_;
  // What is posted to the loop may come when this is gone.
  std::shared_ptr<Cpus*> self_;
  std::vector<std::unique_ptr<VcpuThread>> threads_;
};

}  // namespace vmwright
