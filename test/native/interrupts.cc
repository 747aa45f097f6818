// Interrupts and doorbells against the real /dev/kvm: what arrives at the local APIC, and which write leaves no exit.
#include "kvm/interrupts.h"

#include <linux/kvm.h>
#include <unistd.h>

#include <cstring>
#include <optional>
#include <set>
#include <stdexcept>

#include "base/error.h"
#include "check.h"
#include "kvm/exit.h"
#include "kvm/system.h"
#include "kvm/vcpu.h"

using namespace vmwright;

namespace {

constexpr std::uint64_t kMessage = 0xfee0'0000;  // to the CPU with APIC ID 0
// Registers of the local APIC. Intel SDM volume 3, table 11-1.
constexpr std::size_t kSpurious = 0xf0;
constexpr std::size_t kRequests = 0x200;

System open_kvm() {
  try {
    return System::open("/dev/kvm");
  } catch (const Error& error) {
    throw Skipped(std::string("/dev/kvm: ") + error.what());
  }
}

struct Machine {
  System system = open_kvm();
  GuestMemory memory{{0}, 4096};
  Vm vm{system.create_vm()};
  std::optional<Vcpu> vcpu;

  Machine() {
    vm.set_tss_addr({0xfffbd000});
    vm.create_irqchip();
    vm.set_user_memory_region(0, memory.regions()[0]);
    vcpu.emplace(vm.create_vcpu(0), system.vcpu_mmap_size());
    kvm_lapic_state apic = vcpu->get_lapic();
    const std::uint32_t enabled = 0x1ff;
    std::memcpy(apic.regs + kSpurious, &enabled, sizeof enabled);
    vcpu->set_lapic(apic);
  }

  bool request_now(unsigned vector) const {
    const kvm_lapic_state apic = vcpu->get_lapic();
    std::uint32_t word;
    std::memcpy(&word, apic.regs + kRequests + vector / 32 * 16, sizeof word);
    return (word >> vector % 32 & 1) != 0;
  }
  // Whether `vector` waits at the CPU. An irqfd that cannot be served at once goes through a kernel thread.
  bool requested(unsigned vector) const {
    for (int i = 0; i < 200 && !request_now(vector); i++) usleep(1000);
    return request_now(vector);
  }
  // Input `gsi` of the I/O APIC: edge triggered, unmasked, to this CPU.
  void open_line(std::uint32_t gsi, std::uint8_t vector) const {
    kvm_irqchip chip = vm.get_irqchip(KVM_IRQCHIP_IOAPIC);
    chip.chip.ioapic.redirtbl[gsi].bits = vector;
    vm.set_irqchip(chip);
  }
};

void a_message_arrives() {
  Machine machine;
  Interrupts interrupts(machine.vm);
  const auto first = interrupts.allocate_msi();
  const auto second = interrupts.allocate_msi();
  first->trigger();  // nowhere yet
  first->program(kMessage, 0x41);
  second->program(kMessage, 0x42);
  second->trigger();
  CHECK(machine.requested(0x42));
  first->program(kMessage, 0x43);
  first->trigger();
  CHECK(machine.requested(0x43));
  CHECK(!machine.request_now(0x41));
}

void a_message_without_sense_is_dropped() {
  Machine machine;
  Interrupts interrupts(machine.vm);
  const auto message = interrupts.allocate_msi();
  for (const std::uint64_t address : {std::uint64_t{0}, kMessage + 0xff000, UINT64_MAX}) {
    message->program(address, 0xffff'ffff);
    message->trigger();
  }
  message->program(kMessage, 0x44);
  message->trigger();
  CHECK(machine.requested(0x44));
}

void lines_are_handed_out_once() {
  Machine machine;
  Interrupts interrupts(machine.vm);
  CHECK(interrupts.fixed_line(4).gsi == 4);
  CHECK(interrupts.fixed_line(4).event == interrupts.fixed_line(4).event);
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 17; i++) seen.insert(interrupts.allocate_line().gsi);
  CHECK(seen.size() == 17 && *seen.begin() == 5 && *seen.rbegin() == 23);
  CHECK(!seen.contains(8) && !seen.contains(9));
  CHECK_THROWS(std::length_error, interrupts.allocate_line());
  CHECK_THROWS(std::length_error, interrupts.fixed_line(24));
}

void a_line_reaches_the_io_apic() {
  Machine machine;
  Interrupts interrupts(machine.vm);
  const Wiring::Line line = interrupts.allocate_line();
  machine.open_line(line.gsi, 0x60);
  line.event->notify();
  CHECK(machine.requested(0x60));
  const Wiring::Line later = interrupts.fixed_line(23);
  machine.open_line(later.gsi, 0x62);
  later.event->notify();
  CHECK(machine.requested(0x62));
}

// There is no memory at 0x2000.
void a_doorbell_costs_no_exit() {
  Machine machine;
  Interrupts interrupts(machine.vm);
  const EventFd bell;
  interrupts.connect_doorbell(bell, {.address = GuestAddr{0x2000}, .length = 0});
  const unsigned char code[] = {0xa2, 0x00, 0x20, 0xe6, 0x80};  // mov [0x2000], al; out 0x80, al
  machine.memory.write_bytes({0}, std::as_bytes(std::span(code)));
  kvm_sregs sregs = machine.vcpu->get_sregs();
  sregs.cs.base = 0;
  sregs.cs.selector = 0;
  machine.vcpu->set_sregs(sregs);
  machine.vcpu->set_regs({.rflags = 2});
  CHECK(machine.vcpu->run());
  CHECK(std::holds_alternative<PortOut>(decode_exit(machine.vcpu->state())));
  CHECK(bell.drain());
  CHECK_THROWS(Error, (interrupts.connect_doorbell(bell, {.address = GuestAddr{0x2000}, .length = 0}), 0));
}

}  // namespace

Suite interrupts_suite() {
  return {"interrupts",
          {{"a message arrives", a_message_arrives},
           {"a message without sense is dropped", a_message_without_sense_is_dropped},
           {"lines are handed out once", lines_are_handed_out_once},
           {"a line reaches the I/O APIC", a_line_reaches_the_io_apic},
           {"a doorbell costs no exit", a_doorbell_costs_no_exit}}};
}
