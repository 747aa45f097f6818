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
           {"decodes emulation failures", decodes_emulation_failures},
           {"ignores bytes that KVM did not give", ignores_bytes_that_kvm_did_not_give},
           {"describes the others", describes_the_others}}};
}
