// The wrappers and the deadline against the real /dev/kvm, with 16-bit code that every KVM runs.
#include "kvm/vcpu.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "base/error.h"
#include "check.h"
#include "kvm/deadline.h"
#include "real_mode_machine.h"

using namespace vmwright;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

using Machine = RealModeMachine;

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

void request_exit_ends_the_next_run() {
  Machine machine({kJump, kToItself});
  machine.vcpu->request_exit(true);
  CHECK(!machine.vcpu->run());
  CHECK(!machine.vcpu->run());  // until it is taken back
  machine.vcpu->request_exit(false);
}

void registers_come_back() {
  const Machine machine({});
  const Vcpu& vcpu = *machine.vcpu;
  kvm_debugregs debug = vcpu.get_debugregs();
  debug.db[3] = 0x1234;
  vcpu.set_debugregs(debug);
  CHECK(vcpu.get_debugregs().db[3] == 0x1234);
  auto area = vcpu.get_xsave();
  CHECK(area.size() == Vcpu::kXsaveSize);
  area[160 + 15 * 16 + 15] = std::byte{0x5a};  // XMM15 in the legacy region
  area[512] |= std::byte{3};                   // x87 and SSE are not in their initial state
  vcpu.set_xsave(area);
  kvm_fpu fpu = vcpu.get_fpu();
  CHECK(fpu.xmm[15][15] == 0x5a);
  fpu.xmm[15][15] = 0xa5;
  vcpu.set_fpu(fpu);
  CHECK(vcpu.get_fpu().xmm[15][15] == 0xa5);
  vcpu.set_xcrs(vcpu.get_xcrs());
  vcpu.set_events(vcpu.get_events());
  kvm_lapic_state lapic = vcpu.get_lapic();
  lapic.regs[0x80] = 0x40;  // task priority
  vcpu.set_lapic(lapic);
  CHECK(vcpu.get_lapic().regs[0x80] == 0x40);
  vcpu.set_mp_state(KVM_MP_STATE_HALTED);
  CHECK(vcpu.get_mp_state() == KVM_MP_STATE_HALTED);
}

void extended_registers_come_back() {
  const Machine machine({});
  const int size = machine.vm.check_extension(KVM_CAP_XSAVE2);
  if (size == 0) throw Skipped("this KVM lacks KVM_CAP_XSAVE2");
  const auto area = machine.vcpu->get_xsave2(static_cast<std::size_t>(size));
  CHECK(area.size() >= Vcpu::kXsaveSize);
  machine.vcpu->set_xsave(area);
}

void msrs_stop_at_the_first_refused() {
  const Machine machine({});
  constexpr std::uint32_t kSysenterCs = 0x174;
  constexpr std::uint32_t kUnknown = 0x12345;
  std::array<kvm_msr_entry, 3> entries{
      {{.index = kSysenterCs, .data = 8}, {.index = kUnknown}, {.index = kSysenterCs}}};
  CHECK(machine.vcpu->set_msrs(entries) == 1);
  entries[0].data = 0;
  CHECK(machine.vcpu->get_msrs(entries) == 1);
  CHECK(entries[0].data == 8);
  CHECK(machine.vcpu->get_msrs({}) == 0);
}

void cpuid_comes_back() {
  const Machine machine({});
  auto entries = machine.system.supported_cpuid();
  entries[0].ebx = 0x41414141;
  machine.vcpu->set_cpuid(entries);
  CHECK(machine.vcpu->get_cpuid().size() == entries.size());
  CHECK(machine.vcpu->get_cpuid()[0].ebx == 0x41414141);
  CHECK(machine.vcpu->get_tsc_khz() > 100'000);
}

void translates_addresses() {
  const Machine machine({});
  const kvm_translation translation = machine.vcpu->translate(0x1234);
  CHECK(translation.valid == 1 && translation.physical_address == 0x1234);
}

void segments_come_back_with_the_pae_pointers() {
  const Machine machine({});
  if (machine.system.check_extension(KVM_CAP_SREGS2) == 0) throw Skipped("this KVM lacks KVM_CAP_SREGS2");
  kvm_sregs2 sregs = machine.vcpu->get_sregs2();
  sregs.ds.base = 0x1230;
  machine.vcpu->set_sregs2(sregs);
  CHECK(machine.vcpu->get_sregs2().ds.base == 0x1230);
}

void the_tsc_is_set() {
  const Machine machine({});
  machine.vcpu->set_tsc_khz(machine.vcpu->get_tsc_khz());
  std::uint64_t offset = 0;
  const kvm_device_attr attr = {.flags = 0,
                                .group = KVM_VCPU_TSC_CTRL,
                                .attr = KVM_VCPU_TSC_OFFSET,
                                .addr = reinterpret_cast<std::uintptr_t>(&offset)};
  if (!machine.vcpu->has_attr(attr)) throw Skipped("this KVM has no TSC offset");
  offset = static_cast<std::uint64_t>(-1'000'000);
  machine.vcpu->set_attr(attr);
  offset = 0;
  machine.vcpu->get_attr(attr);
  if (offset == 0) throw Skipped("this KVM keeps the TSC of its host");
  const auto drift = static_cast<std::int64_t>(offset) + 1'000'000;  // KVM makes up for an unstable TSC of the host
  CHECK(drift < 100'000'000 && drift > -100'000'000);
}

// Interrupt vector `vector` leads to: mov al, vector; out 0x80, al; iret.
void answer_vector(const Machine& machine, unsigned char vector) {
  constexpr std::uint32_t kHandler = 0x1800;
  const unsigned char handler[] = {0xb0, vector, 0xe6, 0x80, 0xcf};
  machine.memory.write_bytes({kHandler}, std::as_bytes(std::span(handler)));
  machine.memory.write<std::uint32_t>({vector * std::uint64_t{4}}, kHandler);
}

void an_nmi_reaches_the_guest() {
  Machine machine({0xf4, 0xeb, 0xfd});  // hlt; jmp to it
  answer_vector(machine, 2);
  machine.vcpu->nmi();
  CHECK(machine.run_to<PortOut>().data[0] == std::byte{2});
}

void an_injected_interrupt_reaches_the_guest() {
  Machine machine({kJump, kToItself}, Irqchip::none);
  answer_vector(machine, 0x60);
  kvm_regs regs = machine.vcpu->get_regs();
  regs.rflags |= 0x200;  // interrupts are on
  machine.vcpu->set_regs(regs);
  machine.vcpu->interrupt(0x60);
  CHECK(machine.run_to<PortOut>().data[0] == std::byte{0x60});
}

void the_clock_is_told_of_pauses() {
  const Machine machine({});
  try {
    machine.vcpu->kvmclock_ctrl();
    CHECK(false);
  } catch (const Error& error) {
    CHECK(error.errnum() == EINVAL);  // this guest does not use kvmclock
  }
}

void single_steps() {
  Machine machine({0x90, 0x90, 0xb0, 0x01, 0xe6, 0x80});  // nop; nop; mov al, 1; out 0x80, al
  kvm_guest_debug debug{};
  debug.control = KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP;
  machine.vcpu->set_guest_debug(debug);
  CHECK(machine.run_to<Debug>().pc == 1);
  CHECK(machine.run_to<Debug>().pc == 2);
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
           {"request_exit ends the next run", request_exit_ends_the_next_run},
           {"registers come back", registers_come_back},
           {"extended registers come back", extended_registers_come_back},
           {"MSRs stop at the first refused", msrs_stop_at_the_first_refused},
           {"CPUID comes back", cpuid_comes_back},
           {"translates addresses", translates_addresses},
           {"segments come back with the PAE pointers", segments_come_back_with_the_pae_pointers},
           {"the TSC is set", the_tsc_is_set},
           {"an NMI reaches the guest", an_nmi_reaches_the_guest},
           {"an injected interrupt reaches the guest", an_injected_interrupt_reaches_the_guest},
           {"the clock is told of pauses", the_clock_is_told_of_pauses},
           {"single steps", single_steps},
           {"failures name the ioctl", failures_name_the_ioctl}}};
}
