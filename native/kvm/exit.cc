#include "kvm/exit.h"

#include <algorithm>

namespace vmwright {
namespace {

std::string hex(std::uint64_t value, int digits) {
  std::string text;
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) text += "0123456789abcdef"[(value >> shift) & 15];
  return text;
}

Exit decode_io(kvm_run& run) {
  const Port port{run.io.port};
  auto* const first = reinterpret_cast<std::byte*>(&run) + run.io.data_offset;
  const std::span<std::byte> data{first, std::size_t{run.io.size} * run.io.count};
  if (run.io.direction == KVM_EXIT_IO_IN) return PortIn{port, run.io.size, run.io.count, data};
  return PortOut{port, run.io.size, run.io.count, data};
}

Exit decode_mmio(kvm_run& run) {
  auto* const first = reinterpret_cast<std::byte*>(run.mmio.data);
  const std::span<std::byte> data{first, std::min<std::size_t>(run.mmio.len, sizeof run.mmio.data)};
  if (run.mmio.is_write != 0) return MmioWrite{run.mmio.phys_addr, data};
  return MmioRead{run.mmio.phys_addr, data};
}

Exit decode_system_event(const kvm_run& run) {
  // Linux before 5.19 has flags in place of ndata and data; they read as no data.
  const auto count = std::min<std::size_t>(run.system_event.ndata, std::size(run.system_event.data));
  return SystemEvent{run.system_event.type,
                     {reinterpret_cast<const std::uint64_t*>(run.system_event.data), count}};
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

Exit decode_hypercall(const kvm_run& run) {
  Hypercall call{.number = run.hypercall.nr, .args = {}};
  std::copy(std::begin(run.hypercall.args), std::end(run.hypercall.args), call.args.begin());
  return call;
}

struct Describe {
  std::string operator()(const PortOut& e) const { return "a write to port 0x" + hex(e.port.value, 4); }
  std::string operator()(const PortIn& e) const { return "a read of port 0x" + hex(e.port.value, 4); }
  std::string operator()(const MmioWrite& e) const { return "a write to unmapped address 0x" + hex(e.address, 16); }
  std::string operator()(const MmioRead& e) const { return "a read of unmapped address 0x" + hex(e.address, 16); }
  std::string operator()(const Halt&) const { return "a halt without interrupt"; }
  std::string operator()(const Shutdown&) const { return "a triple fault"; }
  std::string operator()(const SystemEvent& e) const { return "system event " + std::to_string(e.type); }
  std::string operator()(const InternalError& e) const {
    const bool emulation = e.suberror == KVM_INTERNAL_ERROR_EMULATION;
    return "KVM_INTERNAL_ERROR " + (emulation ? "\"emulation failure\"" : std::to_string(e.suberror));
  }
  std::string operator()(const FailEntry& e) const { return "a failed entry, hardware reason 0x" + hex(e.reason, 16); }
  std::string operator()(const Debug& e) const { return "a debug stop at 0x" + hex(e.pc, 16); }
  std::string operator()(const Interrupted&) const { return "a signal to the vCPU's thread"; }
  std::string operator()(const InterruptWindow&) const { return "an open interrupt window"; }
  std::string operator()(const IoapicEoi& e) const { return "an end of interrupt 0x" + hex(e.vector, 2); }
  std::string operator()(const SetTpr&) const { return "a lowered task priority"; }
  std::string operator()(const MsrRead& e) const { return "a read of MSR 0x" + hex(e.index, 8); }
  std::string operator()(const MsrWrite& e) const { return "a write to MSR 0x" + hex(e.index, 8); }
  std::string operator()(const Hypercall& e) const { return "hypercall " + std::to_string(e.number); }
  std::string operator()(const DirtyRingFull&) const { return "a full dirty ring"; }
  std::string operator()(const BusLock&) const { return "a bus lock"; }
  std::string operator()(const Notify&) const { return "no event window for too long"; }
  std::string operator()(const OtherExit& e) const { return "KVM exit reason " + std::to_string(e.reason); }
};

}  // namespace

Exit decode_exit(kvm_run& run) {
  switch (run.exit_reason) {
    case KVM_EXIT_IO: return decode_io(run);
    case KVM_EXIT_MMIO: return decode_mmio(run);
    case KVM_EXIT_HLT: return Halt{};
    case KVM_EXIT_SHUTDOWN: return Shutdown{};
    case KVM_EXIT_SYSTEM_EVENT: return decode_system_event(run);
    case KVM_EXIT_INTERNAL_ERROR: return decode_internal_error(run);
    case KVM_EXIT_FAIL_ENTRY: return FailEntry{run.fail_entry.hardware_entry_failure_reason};
    case KVM_EXIT_DEBUG: {
      const auto& arch = run.debug.arch;
      return Debug{arch.exception, arch.pc, arch.dr6, arch.dr7};
    }
    case KVM_EXIT_INTR: return Interrupted{};
    case KVM_EXIT_IRQ_WINDOW_OPEN: return InterruptWindow{};
    case KVM_EXIT_IOAPIC_EOI: return IoapicEoi{run.eoi.vector};
    case KVM_EXIT_SET_TPR: return SetTpr{};
    case KVM_EXIT_X86_RDMSR: return MsrRead{run.msr.index, run.msr.reason};
    case KVM_EXIT_X86_WRMSR: return MsrWrite{run.msr.index, run.msr.reason, run.msr.data};
    case KVM_EXIT_HYPERCALL: return decode_hypercall(run);
    case KVM_EXIT_DIRTY_RING_FULL: return DirtyRingFull{};
    case KVM_EXIT_X86_BUS_LOCK: return BusLock{};
    case KVM_EXIT_NOTIFY: return Notify{run.notify.flags};
    default: return OtherExit{run.exit_reason};
  }
}

void answer_msr_read(kvm_run& run, std::uint64_t value) {
  run.msr.data = value;
  run.msr.error = 0;
}

void accept_msr_write(kvm_run& run) { run.msr.error = 0; }

void refuse_msr(kvm_run& run) { run.msr.error = 1; }

void answer_hypercall(kvm_run& run, std::uint64_t result) { run.hypercall.ret = result; }

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
