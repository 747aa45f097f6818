#include "kvm/probe/guest_runner.h"

#include <time.h>

#include "kvm/deadline.h"
#include "kvm/exit.h"
#include "kvm/probe/guest_image.h"
#include "kvm/probe/layout.h"

namespace vmwright::probe {
namespace {

constexpr GuestAddr kTssAddr{0xfffbd000};  // below the firmware area, where no guest has memory

Vm make_vm(const System& system, const GuestMemory& memory) {
  Vm vm(system.create_vm());
  vm.set_tss_addr(kTssAddr);
  vm.create_irqchip();
  vm.set_user_memory_region(0, memory.regions()[0]);
  return vm;
}

std::int64_t thread_cpu_micros() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000 + now.tv_nsec / 1000;
}

StepResult judge_report(const PortOut& out) {
  const int byte = out.data.empty() ? 0 : static_cast<int>(out.data[0]);
  switch (out.port.value) {
    case PROBE_PORT_PASS: return {Outcome::passed};
    case PROBE_PORT_SKIP: return {Outcome::skipped, "KVM does not offer it to guests"};
    case PROBE_PORT_WRONG: return {Outcome::failed, "wrong result"};
    case PROBE_PORT_TRAP: return {Outcome::failed, "unexpected exception " + std::to_string(byte)};
    default: return {Outcome::failed, describe(out)};
  }
}

StepResult judge(const Exit& exit) {
  if (const auto* out = std::get_if<PortOut>(&exit)) return judge_report(*out);
  return {Outcome::failed, describe(exit), code_bytes(exit)};
}

}  // namespace

GuestRunner::GuestRunner(const System& system)
    : memory_({0}, PROBE_MEMORY_SIZE),
      vm_(make_vm(system, memory_)),
      vcpu_(vm_.create_vcpu(0), system.vcpu_mmap_size()),
      sregs_(long_mode(vcpu_.get_sregs())) {
  build_guest(memory_);
  vcpu_.set_cpuid(system.supported_cpuid());
}

void GuestRunner::enter(const Step& step) const {
  kvm_regs regs{};
  regs.rip = guest_address(step.entry).value;
  regs.rsp = PROBE_KERNEL_STACK_TOP - 256;  // the first part is for interrupts from ring 3
  regs.rflags = 2;
  vcpu_.set_sregs(sregs_);
  vcpu_.set_regs(regs);
}

StepResult GuestRunner::run(const Step& step, std::chrono::milliseconds limit) const {
  const Deadline deadline(vcpu_, limit);
  enter(step);
  const std::int64_t start = thread_cpu_micros();
  while (!vcpu_.run()) {
    if (!deadline.expired()) continue;
    return {Outcome::failed, "did not finish within " + std::to_string(limit.count()) + " ms", "", true,
            thread_cpu_micros() - start};
  }
  StepResult result = judge(decode_exit(vcpu_.state()));
  result.cpu_micros = thread_cpu_micros() - start;
  vcpu_.complete_io();
  return result;
}

}  // namespace vmwright::probe
