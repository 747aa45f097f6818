#include "kvm/machine/cpus.h"

#include <algorithm>
#include <utility>

#include "kvm/machine/kick_signal.h"

namespace vmwright {

Cpus::Cpus(EventLoop& loop, const Bus& ports, const Bus& memory, std::function<void(MachineEvent)> event,
           Task thread_started)
    : loop_(loop),
      shared_{.ports = ports, .memory = memory, .event = std::move(event), .parked = {},
              .thread_started = std::move(thread_started)},
      self_(std::make_shared<Cpus*>(this)) {
  shared_.parked = [&loop, weak = std::weak_ptr(self_)] {
    loop.post([weak] {
      if (const auto self = weak.lock()) (*self)->run_waiting();
    });
  };
}

Cpus::~Cpus() {
  // All at once; one after the other each would first run on until its turn came.
  park();
  threads_.clear();
}

void Cpus::add(Vcpu vcpu) { threads_.push_back(std::make_unique<VcpuThread>(std::move(vcpu), shared_)); }

void Cpus::start() {
  prepare_kick_signal();
  for (const auto& thread : threads_) thread->start();
}

void Cpus::go_on() {
  for (const auto& thread : threads_) thread->go_on();
}

void Cpus::park() noexcept {
  for (const auto& thread : threads_) thread->park();
}

void Cpus::when_parked(Task task) {
  waiting_.push_back(std::move(task));
  if (waiting_.size() == 1) run_waiting();
}

void Cpus::run_waiting() {
  while (!waiting_.empty()) {
    park();
    if (!all_parked()) return;  // the last one to park calls again
    const Task task = std::move(waiting_.front());
    waiting_.pop_front();
    task();
  }
}

bool Cpus::all_parked() const {
  return std::ranges::all_of(threads_, [](const auto& thread) { return thread->is_parked(); });
}

ExitTotals Cpus::exits() const noexcept {
  ExitTotals totals;
  for (const auto& thread : threads_) thread->exits().add_to(totals);
  return totals;
}

}  // namespace vmwright
