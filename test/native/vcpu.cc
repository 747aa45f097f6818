// The wrappers and the deadline against the real /dev/kvm, with 16-bit code that every KVM runs.
#include "kvm/vcpu.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <thread>

#include "base/error.h"
#include "check.h"
#include "kvm/deadline.h"
#include "kvm/exit.h"
#include "kvm/system.h"
#include "kvm/vm.h"

using namespace vmwright;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

System open_kvm() {
  try {
    return System::open("/dev/kvm");
  } catch (const Error& error) {
    throw Skipped(std::string("/dev/kvm: ") + error.what());
  }
}

// A vCPU in real mode, about to run `code` at address 0.
struct Machine {
  System system = open_kvm();
  GuestMemory memory{{0}, 4096};
  Vm vm{system.create_vm()};
  std::optional<Vcpu> vcpu;

  explicit Machine(std::initializer_list<unsigned char> code) {
    vm.set_tss_addr({0xfffbd000});
    vm.create_irqchip();
    vm.set_user_memory_region(0, memory.regions()[0]);
    vcpu.emplace(vm.create_vcpu(0), system.vcpu_mmap_size());
    vcpu->set_cpuid(system.supported_cpuid());
    std::uint64_t address = 0;
    for (const auto byte : code) memory.write<unsigned char>({address++}, byte);
    kvm_sregs sregs = vcpu->get_sregs();
    sregs.cs.base = 0;
    sregs.cs.selector = 0;
    vcpu->set_sregs(sregs);
    vcpu->set_regs({.rflags = 2});
  }
};

void runs_code_to_a_port_write() {
  Machine machine({0xb0, 0x2a, 0xe6, 0x80});  // mov al, 42; out 0x80, al
  CHECK(machine.vcpu->run());
  const Exit exit = decode_exit(machine.vcpu->state());
  const auto& out = std::get<PortOut>(exit);
  CHECK(out.port == Port{0x80});
  CHECK(out.data[0] == std::byte{42});
  machine.vcpu->complete_io();
  CHECK(machine.vcpu->get_regs().rip == 4);
}

constexpr unsigned char kJump = 0xeb;
constexpr unsigned char kToItself = 0xfe;

void deadline_ends_an_endless_loop() {
  Machine machine({kJump, kToItself});
  const auto start = Clock::now();
  const Deadline deadline(*machine.vcpu, 50ms);
  while (machine.vcpu->run() || !deadline.expired()) {
  }
  CHECK(Clock::now() - start >= 50ms);
  CHECK(Clock::now() - start < 1s);
}

void deadline_ends_a_halt() {
  Machine machine({0xf4});  // hlt with interrupts off: never wakes
  const Deadline deadline(*machine.vcpu, 50ms);
  const auto start = Clock::now();
  while (machine.vcpu->run() || !deadline.expired()) {
  }
  CHECK(Clock::now() - start < 1s);
}

// A kick left over would kill this process when the signal is unblocked again.
void deadline_leaves_nothing_pending() {
  sigset_t before;
  sigset_t after;
  sigset_t pending;
  sigprocmask(SIG_BLOCK, nullptr, &before);
  Machine machine({kJump, kToItself});
  for (int i = 0; i < 20; i++) {
    const Deadline deadline(*machine.vcpu, 1ms);
    std::this_thread::sleep_for(3ms);  // it expires outside of KVM_RUN
    CHECK(!machine.vcpu->run());       // and still ends the next run
  }
  sigprocmask(SIG_BLOCK, nullptr, &after);
  sigpending(&pending);
  for (int signal = 1; signal < SIGRTMAX; signal++) {
    CHECK(sigismember(&before, signal) == sigismember(&after, signal));
    CHECK(sigismember(&pending, signal) == 0);
  }
}

void failures_name_the_ioctl() {
  const System null = System::open("/dev/null");
  try {
    null.api_version();
    CHECK(false);
  } catch (const Error& error) {
    CHECK(error.op() == "KVM_GET_API_VERSION");
    CHECK(error.errnum() == ENOTTY);
  }
}

}  // namespace

Suite vcpu_suite() {
  return {"vcpu",
          {{"runs code to a port write", runs_code_to_a_port_write},
           {"the deadline ends an endless loop", deadline_ends_an_endless_loop},
           {"the deadline ends a halt", deadline_ends_a_halt},
           {"the deadline leaves nothing pending", deadline_leaves_nothing_pending},
           {"failures name the ioctl", failures_name_the_ioctl}}};
}
