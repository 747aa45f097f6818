#include "kvm/exit.h"

#include <algorithm>

namespace vmwright {
namespace {

std::string hex(std::uint64_t value, int digits) {
  std::string text;
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) text += "0123456789abcdef"[(value >> shift) & 15];
  return text;
}

Exit decode_io(const kvm_run& run) {
  const Port port{run.io.port};
  if (run.io.direction == KVM_EXIT_IO_IN) return PortIn{port};
  const auto* data = reinterpret_cast<const std::byte*>(&run) + run.io.data_offset;
  return PortOut{port, {data, std::size_t{run.io.size} * run.io.count}};
}

Exit decode_internal_error(const kvm_run& run) {
  InternalError error{.suberror = run.internal.suberror, .instruction = {}, .instruction_size = 0};
  const auto& failure = run.emulation_failure;
  // ndata counts the 64-bit words that follow it; the instruction takes the flags word and two more.
  if (error.suberror == KVM_INTERNAL_ERROR_EMULATION && failure.ndata >= 3 &&
      (failure.flags & KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES) != 0) {
    error.instruction_size = std::min<std::uint8_t>(failure.insn_size, sizeof failure.insn_bytes);
    std::copy_n(failure.insn_bytes, error.instruction_size, error.instruction.begin());
  }
  return error;
}

struct Describe {
  std::string operator()(const PortOut& e) const { return "a write to port 0x" + hex(e.port.value, 4); }
  std::string operator()(const PortIn& e) const { return "a read of port 0x" + hex(e.port.value, 4); }
  std::string operator()(const Mmio& e) const {
    return std::string("a ") + (e.write ? "write to" : "read of") + " unmapped address 0x" + hex(e.address, 16);
  }
  std::string operator()(const Halt&) const { return "a halt without interrupt"; }
  std::string operator()(const Shutdown&) const { return "a triple fault"; }
  std::string operator()(const InternalError& e) const {
    const bool emulation = e.suberror == KVM_INTERNAL_ERROR_EMULATION;
    return "KVM_INTERNAL_ERROR " + (emulation ? "\"emulation failure\"" : std::to_string(e.suberror));
  }
  std::string operator()(const FailEntry& e) const { return "a failed entry, hardware reason 0x" + hex(e.reason, 16); }
  std::string operator()(const OtherExit& e) const { return "KVM exit reason " + std::to_string(e.reason); }
};

}  // namespace

Exit decode_exit(const kvm_run& run) {
  switch (run.exit_reason) {
    case KVM_EXIT_IO: return decode_io(run);
    case KVM_EXIT_MMIO: return Mmio{run.mmio.phys_addr, run.mmio.is_write != 0};
    case KVM_EXIT_HLT: return Halt{};
    case KVM_EXIT_SHUTDOWN: return Shutdown{};
    case KVM_EXIT_INTERNAL_ERROR: return decode_internal_error(run);
    case KVM_EXIT_FAIL_ENTRY: return FailEntry{run.fail_entry.hardware_entry_failure_reason};
    default: return OtherExit{run.exit_reason};
  }
}

std::string describe(const Exit& exit) { return std::visit(Describe{}, exit); }

std::string code_bytes(const Exit& exit) {
  const auto* error = std::get_if<InternalError>(&exit);
  std::string text;
  for (std::size_t i = 0; error != nullptr && i < error->instruction_size; i++) {
    if (i > 0) text += ' ';
    text += hex(error->instruction[i], 2);
  }
  return text;
}

}  // namespace vmwright
