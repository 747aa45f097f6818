// The probe guest on a vCPU of its own: enters steps and judges how they end.
#pragma once

#include <chrono>

#include "kvm/guest_memory.h"
#include "kvm/probe/report.h"
#include "kvm/probe/steps.h"
#include "kvm/system.h"
#include "kvm/vcpu.h"
#include "kvm/vm.h"

namespace vmwright::probe {

struct StepResult {
  Outcome outcome;
  std::string detail{};
  std::string code{};  // as in Check
  bool timed_out = false;
  std::int64_t cpu_micros = 0;  // of this thread, guest time included
};

// Belongs to the thread that makes it.
class GuestRunner {
 public:
  // Throws Error when KVM refuses a part of the machine.
  explicit GuestRunner(const System& system);

  StepResult run(const Step& step, std::chrono::milliseconds limit) const;

 private:
  void enter(const Step& step) const;

  GuestMemory memory_;  // outlives the VM that maps it
  Vm vm_;
  Vcpu vcpu_;
  kvm_sregs sregs_;
};

}  // namespace vmwright::probe
