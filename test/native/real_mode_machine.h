// A vCPU of the real /dev/kvm in real mode, for tests with a few instructions of 16-bit code.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>

#include "base/error.h"
#include "check.h"
#include "kvm/exit.h"
#include "kvm/system.h"
#include "kvm/vcpu.h"
#include "kvm/vm.h"

inline vmwright::System open_kvm() {
  try {
    return vmwright::System::open("/dev/kvm");
  } catch (const vmwright::Error& error) {
    throw Skipped(std::string("/dev/kvm: ") + error.what());
  }
}

enum class Irqchip { none, in_kernel };

// About to run `code` at address 0 of 64 KiB.
struct RealModeMachine {
  static constexpr std::size_t kMemorySize = 65536;

  vmwright::System system = open_kvm();
  vmwright::GuestMemory memory{{0}, kMemorySize};
  vmwright::Vm vm{system.create_vm()};
  std::optional<vmwright::Vcpu> vcpu;

  explicit RealModeMachine(std::initializer_list<unsigned char> code, Irqchip irqchip = Irqchip::in_kernel,
                           std::uint32_t memory_flags = 0) {
    vm.set_tss_addr({0xfffbd000});
    if (irqchip == Irqchip::in_kernel) vm.create_irqchip();
    vm.set_user_memory_region(0, memory.regions()[0], memory_flags);
    vcpu.emplace(vm.create_vcpu(0), system.vcpu_mmap_size());
    vcpu->set_cpuid(system.supported_cpuid());
    std::uint64_t address = 0;
    for (const auto byte : code) memory.write<unsigned char>({address++}, byte);
    kvm_sregs sregs = vcpu->get_sregs();
    sregs.cs.base = 0;
    sregs.cs.selector = 0;
    vcpu->set_sregs(sregs);
    vcpu->set_regs({.rsp = 0x8000, .rflags = 2});
  }

  // Runs to the next exit, which must be of this type.
  template <typename T>
  T run_to() {
    CHECK(vcpu->run());
    const vmwright::Exit exit = vmwright::decode_exit(vcpu->state());
    const auto* wanted = std::get_if<T>(&exit);
    if (wanted == nullptr) throw CheckFailed("not expected: " + vmwright::describe(exit));
    return *wanted;
  }
};
