// VMs of the real /dev/kvm: memory, interrupts, timers.
#include "kvm/vm.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "check.h"
#include "real_mode_machine.h"

using namespace vmwright;

namespace {

class Event {
 public:
  Event() : fd_(check(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {}

  int get() const { return fd_.get(); }
  void signal() const { CHECK(eventfd_write(get(), 1) == 0); }
  std::uint64_t take() const {
    eventfd_t count = 0;
    return eventfd_read(get(), &count) == 0 ? count : 0;
  }

 private:
  Fd fd_;
};

constexpr std::uint64_t kHandler = 0x1800;

// sti; hlt; jmp to the hlt
RealModeMachine waiting_machine(unsigned char vector) {
  RealModeMachine machine({0xfb, 0xf4, 0xeb, 0xfd});
  const unsigned char handler[] = {0xb0, vector, 0xe6, 0x80, 0xcf};  // mov al, vector; out 0x80, al; iret
  machine.memory.write_bytes({kHandler}, std::as_bytes(std::span(handler)));
  machine.memory.write<std::uint32_t>({vector * std::uint64_t{4}}, kHandler);
  kvm_lapic_state lapic = machine.vcpu->get_lapic();
  lapic.regs[0xf1] |= 1;  // the APIC is enabled
  machine.vcpu->set_lapic(lapic);
  return machine;
}

void expect_interrupt(RealModeMachine& machine, unsigned char vector) {
  CHECK(machine.run_to<PortOut>().data[0] == std::byte{vector});
}

void a_line_reaches_the_guest() {
  auto machine = waiting_machine(0x24);
  kvm_irqchip pic = machine.vm.get_irqchip(KVM_IRQCHIP_PIC_MASTER);
  pic.chip.pic.irq_base = 0x20;
  pic.chip.pic.imr = 0;
  machine.vm.set_irqchip(pic);
  CHECK(machine.vm.irq_line_status(4, true) > 0);
  expect_interrupt(machine, 0x24);
  machine.vm.irq_line(4, false);
}

void a_message_reaches_the_guest() {
  auto machine = waiting_machine(0x50);
  kvm_msi message{};
  message.address_lo = 0xfee00000;
  message.data = 0x50;
  CHECK(machine.vm.signal_msi(message) == 1);
  expect_interrupt(machine, 0x50);
}

void an_irqfd_follows_its_route() {
  auto machine = waiting_machine(0x51);
  const Event event;
  kvm_irq_routing_entry route{};
  route.gsi = 30;
  route.type = KVM_IRQ_ROUTING_MSI;
  route.u.msi.address_lo = 0xfee00000;
  route.u.msi.data = 0x51;
  machine.vm.set_gsi_routing({&route, 1});
  machine.vm.assign_irqfd(event.get(), 30);
  event.signal();
  expect_interrupt(machine, 0x51);
  machine.vm.deassign_irqfd(event.get(), 30);
  event.signal();
  CHECK(event.take() == 1);  // nobody in the kernel takes it any more
  machine.vm.set_gsi_routing({});
}

void an_ioeventfd_replaces_the_exit() {
  // mov al, 4; out 0x90, al; inc ax; out 0x90, al; out 0x80, al
  RealModeMachine machine({0xb0, 4, 0xe6, 0x90, 0x40, 0xe6, 0x90, 0xe6, 0x80}, Irqchip::none);
  const Event event;
  const IoEvent place{.address = Port{0x90}, .length = 1, .match = 5};
  machine.vm.assign_ioeventfd(event.get(), place);
  CHECK(machine.run_to<PortOut>().data[0] == std::byte{4});  // another value
  CHECK(machine.run_to<PortOut>().port == Port{0x80});
  CHECK(event.take() == 1);
  machine.vm.deassign_ioeventfd(event.get(), place);
  CHECK_THROWS(Error, machine.vm.deassign_ioeventfd(event.get(), place));
}

void an_ioeventfd_at_an_address() {
  // mov ax, 0xa000; mov ds, ax; mov [0x10], ax; out 0x80, al
  RealModeMachine machine({0xb8, 0, 0xa0, 0x8e, 0xd8, 0xa3, 0x10, 0, 0xe6, 0x80}, Irqchip::none);
  const Event event;
  machine.vm.assign_ioeventfd(event.get(), {.address = GuestAddr{0xa0010}, .length = 2});
  CHECK(machine.run_to<PortOut>().port == Port{0x80});
  CHECK(event.take() == 1);
}

void written_pages_are_logged() {
  // mov byte [0x5000], 1; hlt
  RealModeMachine machine({0xc6, 0x06, 0, 0x50, 1, 0xf4}, Irqchip::none, KVM_MEM_LOG_DIRTY_PAGES);
  std::uint64_t bitmap = 0;
  machine.vm.get_dirty_log(0, {&bitmap, 1});
  machine.run_to<Halt>();
  machine.vm.get_dirty_log(0, {&bitmap, 1});
  CHECK((bitmap >> 5 & 1) == 1);
  machine.vm.get_dirty_log(0, {&bitmap, 1});
  CHECK(bitmap == 0);
}

void the_log_is_cleared_by_hand() {
  RealModeMachine machine({0xc6, 0x06, 0, 0x50, 1, 0xf4}, Irqchip::none);
  if (machine.vm.check_extension(KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2) == 0) throw Skipped("no manual clearing");
  machine.vm.enable_cap(KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, {KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE});
  machine.vm.set_user_memory_region(0, machine.memory.regions()[0], KVM_MEM_LOG_DIRTY_PAGES);
  machine.run_to<Halt>();
  std::uint64_t bitmap = 0;
  for (int i = 0; i < 2; i++) {
    machine.vm.get_dirty_log(0, {&bitmap, 1});
    CHECK((bitmap >> 5 & 1) == 1);
  }
  bitmap = ~std::uint64_t{0};
  machine.vm.clear_dirty_log(0, 0, 16, {&bitmap, 1});
  machine.vm.get_dirty_log(0, {&bitmap, 1});
  CHECK(bitmap == 0);
}

void a_region_is_taken_away() {
  RealModeMachine machine({0xb0, 1, 0xe6, 0x80}, Irqchip::none);
  machine.vm.set_user_memory_region(0, {GuestAddr{0}, {}});
  machine.vm.set_user_memory_region(1, machine.memory.regions()[0]);
  CHECK(machine.run_to<PortOut>().port == Port{0x80});
}

void chosen_msrs_come_to_user_space() {
  // mov ecx, 0x174; rdmsr; out 0x80, al; wrmsr; hlt
  RealModeMachine machine({0x66, 0xb9, 0x74, 1, 0, 0, 0x0f, 0x32, 0xe6, 0x80, 0x0f, 0x30, 0xf4}, Irqchip::none);
  if (machine.vm.check_extension(KVM_CAP_X86_MSR_FILTER) == 0) throw Skipped("this KVM lacks KVM_CAP_X86_MSR_FILTER");
  machine.vm.enable_cap(KVM_CAP_X86_USER_SPACE_MSR, {KVM_MSR_EXIT_REASON_FILTER});
  std::uint8_t denied = 0;  // a 1 would allow it
  kvm_msr_filter filter{};
  filter.ranges[0] = {
      .flags = KVM_MSR_FILTER_READ | KVM_MSR_FILTER_WRITE, .nmsrs = 1, .base = 0x174, .bitmap = &denied};
  machine.vm.set_msr_filter(filter);
  CHECK(machine.run_to<MsrRead>().index == 0x174);
  answer_msr_read(machine.vcpu->state(), 0x2a);
  CHECK(machine.run_to<PortOut>().data[0] == std::byte{0x2a});
  CHECK(machine.run_to<MsrWrite>().value == 0x2a);
  accept_msr_write(machine.vcpu->state());
  machine.run_to<Halt>();
}

void timers_come_back() {
  const RealModeMachine machine({});
  machine.vm.create_pit2(0);
  kvm_pit_state2 pit = machine.vm.get_pit2();
  pit.channels[2].count = 0x1234;
  machine.vm.set_pit2(pit);
  CHECK(machine.vm.get_pit2().channels[2].count == 0x1234);
  kvm_clock_data clock{};
  clock.clock = 1'000'000'000'000'000;
  machine.vm.set_clock(clock);
  CHECK(machine.vm.get_clock().clock >= clock.clock);
}

void before_the_first_cpu() {
  const System system = open_kvm();
  const Vm vm(system.create_vm());
  vm.set_identity_map_addr({0xfffbc000});
  vm.set_boot_cpu_id(3);
  vm.enable_cap(KVM_CAP_SPLIT_IRQCHIP, {24});
  const Vcpu vcpu(vm.create_vcpu(3), system.vcpu_mmap_size());
  CHECK(vcpu.get_mp_state() == KVM_MP_STATE_RUNNABLE);
  const Vcpu other(vm.create_vcpu(0), system.vcpu_mmap_size());
  CHECK(other.get_mp_state() == KVM_MP_STATE_UNINITIALIZED);
  CHECK_THROWS(Error, vm.create_vcpu(0));
}

}  // namespace

Suite vm_suite() {
  return {"vm",
          {{"a line reaches the guest", a_line_reaches_the_guest},
           {"a message reaches the guest", a_message_reaches_the_guest},
           {"an irqfd follows its route", an_irqfd_follows_its_route},
           {"an ioeventfd replaces the exit", an_ioeventfd_replaces_the_exit},
           {"an ioeventfd at an address", an_ioeventfd_at_an_address},
           {"written pages are logged", written_pages_are_logged},
           {"the log is cleared by hand", the_log_is_cleared_by_hand},
           {"a region is taken away", a_region_is_taken_away},
           {"chosen MSRs come to user space", chosen_msrs_come_to_user_space},
           {"timers come back", timers_come_back},
           {"before the first CPU", before_the_first_cpu}}};
}
