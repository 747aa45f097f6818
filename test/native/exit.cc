#include "kvm/exit.h"

#include <cstring>

#include "check.h"

using namespace vmwright;

namespace {

// kvm_run with a data page behind it, as the kernel maps it.
struct RunArea {
  kvm_run run{};
  std::byte data[16]{};
};

void decodes_port_writes() {
  RunArea area;
  area.run.exit_reason = KVM_EXIT_IO;
  area.run.io = {.direction = KVM_EXIT_IO_OUT,
                 .size = 2,
                 .port = 0x3f8,
                 .count = 1,
                 .data_offset = offsetof(RunArea, data)};
  area.data[0] = std::byte{0x34};
  area.data[1] = std::byte{0x12};
  const Exit exit = decode_exit(area.run);
  const auto& out = std::get<PortOut>(exit);
  CHECK(out.port == Port{0x3f8});
  CHECK(out.data.size() == 2 && out.data[1] == std::byte{0x12});
  CHECK(describe(exit) == "a write to port 0x03f8");
}

void decodes_string_writes() {
  RunArea area;
  area.run.exit_reason = KVM_EXIT_IO;
  area.run.io = {
      .direction = KVM_EXIT_IO_OUT, .size = 2, .port = 1, .count = 3, .data_offset = offsetof(RunArea, data)};
  const Exit exit = decode_exit(area.run);
  const auto& out = std::get<PortOut>(exit);
  CHECK(out.size == 2 && out.count == 3 && out.data.size() == 6);
}

void port_reads_are_answered_in_place() {
  RunArea area;
  area.run.exit_reason = KVM_EXIT_IO;
  area.run.io = {
      .direction = KVM_EXIT_IO_IN, .size = 4, .port = 0xcfc, .count = 1, .data_offset = offsetof(RunArea, data)};
  const Exit exit = decode_exit(area.run);
  const auto& in = std::get<PortIn>(exit);
  CHECK(in.data.size() == 4);
  in.data[3] = std::byte{0x80};
  CHECK(area.data[3] == std::byte{0x80});
}

void memory_accesses_have_their_data() {
  RunArea area;
  area.run.exit_reason = KVM_EXIT_MMIO;
  area.run.mmio = {.phys_addr = 0xd0000010, .data = {1, 2, 3, 4}, .len = 4, .is_write = 1};
  Exit exit = decode_exit(area.run);
  CHECK(std::get<MmioWrite>(exit).address == 0xd0000010);
  CHECK(std::get<MmioWrite>(exit).data.size() == 4);
  CHECK(std::get<MmioWrite>(exit).data[3] == std::byte{4});
  area.run.mmio.is_write = 0;
  exit = decode_exit(area.run);
  std::get<MmioRead>(exit).data[0] = std::byte{9};
  CHECK(area.run.mmio.data[0] == 9);
  area.run.mmio.len = 200;  // never read past what is there
  exit = decode_exit(area.run);
  CHECK(std::get<MmioRead>(exit).data.size() == 8);
}

void msrs_and_hypercalls_are_answered() {
  RunArea area;
  area.run.exit_reason = KVM_EXIT_X86_RDMSR;
  area.run.msr.index = 0x10;
  Exit exit = decode_exit(area.run);
  CHECK(std::get<MsrRead>(exit).index == 0x10);
  refuse_msr(area.run);
  CHECK(area.run.msr.error == 1);
  answer_msr_read(area.run, 42);
  CHECK(area.run.msr.error == 0 && area.run.msr.data == 42);
  area.run.exit_reason = KVM_EXIT_X86_WRMSR;
  exit = decode_exit(area.run);
  CHECK(std::get<MsrWrite>(exit).value == 42);
  accept_msr_write(area.run);
  CHECK(area.run.msr.error == 0);
  area.run.exit_reason = KVM_EXIT_HYPERCALL;
  area.run.hypercall.nr = 5;
  area.run.hypercall.args[5] = 6;
  exit = decode_exit(area.run);
  CHECK(std::get<Hypercall>(exit).number == 5 && std::get<Hypercall>(exit).args[5] == 6);
  answer_hypercall(area.run, 7);
  CHECK(area.run.hypercall.ret == 7);
}

void system_events_and_stops() {
  RunArea area;
  area.run.exit_reason = KVM_EXIT_SYSTEM_EVENT;
  area.run.system_event.type = KVM_SYSTEM_EVENT_RESET;
  area.run.system_event.ndata = 100;
  area.run.system_event.data[0] = 3;
  Exit exit = decode_exit(area.run);
  CHECK(std::get<SystemEvent>(exit).type == KVM_SYSTEM_EVENT_RESET);
  CHECK(std::get<SystemEvent>(exit).data.size() == 16 && std::get<SystemEvent>(exit).data[0] == 3);
  area.run.exit_reason = KVM_EXIT_DEBUG;
  area.run.debug.arch = {.exception = 1, .pc = 0x1000, .dr6 = 0x4000};
  exit = decode_exit(area.run);
  CHECK(std::get<Debug>(exit).pc == 0x1000 && std::get<Debug>(exit).dr6 == 0x4000);
  area.run.exit_reason = KVM_EXIT_IOAPIC_EOI;
  area.run.eoi.vector = 0x31;
  exit = decode_exit(area.run);
  CHECK(std::get<IoapicEoi>(exit).vector == 0x31);
}

void decodes_emulation_failures() {
  RunArea area;
  area.run.exit_reason = KVM_EXIT_INTERNAL_ERROR;
  auto& failure = area.run.emulation_failure;
  failure.suberror = KVM_INTERNAL_ERROR_EMULATION;
  failure.ndata = 3;
  failure.flags = KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES;
  failure.insn_size = 2;
  failure.insn_bytes[0] = 0xf0;
  failure.insn_bytes[1] = 0x48;
  const Exit exit = decode_exit(area.run);
  CHECK(describe(exit) == "KVM_INTERNAL_ERROR \"emulation failure\"");
  CHECK(code_bytes(exit) == "f0 48");
}

void ignores_bytes_that_kvm_did_not_give() {
  RunArea area;
  area.run.exit_reason = KVM_EXIT_INTERNAL_ERROR;
  area.run.emulation_failure.suberror = KVM_INTERNAL_ERROR_EMULATION;
  area.run.emulation_failure.insn_size = 15;
  CHECK(code_bytes(decode_exit(area.run)).empty());
  area.run.emulation_failure.ndata = 3;
  area.run.emulation_failure.flags = KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES;
  area.run.emulation_failure.insn_size = 200;
  CHECK(std::get<InternalError>(decode_exit(area.run)).instruction_size == 15);
}

void describes_the_others() {
  RunArea area;
  const auto text = [&](__u32 reason) {
    area.run.exit_reason = reason;
    return describe(decode_exit(area.run));
  };
  CHECK(text(KVM_EXIT_SHUTDOWN) == "a triple fault");
  CHECK(text(KVM_EXIT_HLT) == "a halt without interrupt");
  CHECK(text(KVM_EXIT_WATCHDOG) == "KVM exit reason 21");
  area.run.mmio.phys_addr = 0xfed00000;
  area.run.mmio.is_write = 1;
  CHECK(text(KVM_EXIT_MMIO) == "a write to unmapped address 0x00000000fed00000");
}

}  // namespace

Suite exit_suite() {
  return {"exit",
          {{"decodes port writes", decodes_port_writes},
           {"decodes string writes", decodes_string_writes},
           {"port reads are answered in place", port_reads_are_answered_in_place},
           {"memory accesses have their data", memory_accesses_have_their_data},
           {"MSRs and hypercalls are answered", msrs_and_hypercalls_are_answered},
           {"system events and stops", system_events_and_stops},
           {"decodes emulation failures", decodes_emulation_failures},
           {"ignores bytes that KVM did not give", ignores_bytes_that_kvm_did_not_give},
           {"describes the others", describes_the_others}}};
}
