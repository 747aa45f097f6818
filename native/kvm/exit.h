// Why a vCPU came back from KVM_RUN, as a value. Spans point into kvm_run: valid until the next run.
// Documentation/virt/kvm/api.rst, "The kvm_run structure".
#pragma once

#include <linux/kvm.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>

#include "kvm/port.h"

namespace vmwright {

// A write of `count` items of `size` (1, 2, 4) bytes each to one port: `data` has size * count bytes,
// more than `size` only for string instructions.
struct PortOut {
  Port port;
  std::uint8_t size;
  std::uint32_t count;
  std::span<const std::byte> data;
};
// The handler fills `data` with what the guest reads.
struct PortIn {
  Port port;
  std::uint8_t size;
  std::uint32_t count;
  std::span<std::byte> data;
};
// An access of 1 to 8 bytes to an address without memory (or a write to read-only memory).
struct MmioWrite {
  std::uint64_t address;
  std::span<const std::byte> data;
};
// The handler fills `data` with what the guest reads.
struct MmioRead {
  std::uint64_t address;
  std::span<std::byte> data;
};
// Only without an in-kernel local APIC.
struct Halt {};
// Triple fault.
struct Shutdown {};
// The guest asked for a change of state through a paravirtual interface; `type` is KVM_SYSTEM_EVENT_*.
struct SystemEvent {
  std::uint32_t type;
  std::span<const std::uint64_t> data;
};
// KVM gave up: `instruction` holds the guest code bytes it could not emulate, when it says so.
struct InternalError {
  std::uint32_t suberror;
  std::array<std::uint8_t, 15> instruction;
  std::uint8_t instruction_size;
};
// The CPU refused the guest state; `reason` is the vendor's own code.
struct FailEntry {
  std::uint64_t reason;
};
// A breakpoint or single step of Vcpu::set_guest_debug(); `exception` is 1 (#DB) or 3 (#BP).
struct Debug {
  std::uint32_t exception;
  std::uint64_t pc;
  std::uint64_t dr6;
  std::uint64_t dr7;
};
// The run was ended by a signal or by Vcpu::request_exit().
struct Interrupted {};
// The guest can take an interrupt that Vcpu::interrupt() would inject.
struct InterruptWindow {};
// Split irqchip: the guest acknowledged a level-triggered interrupt of the I/O APIC in user space.
struct IoapicEoi {
  std::uint8_t vector;
};
// Without in-kernel local APIC: the guest changed CR8 below its former value.
struct SetTpr {};
// Reads and writes of MSRs that user space asked to see; answered with answer_msr_read() or accept_msr_write(),
// refused (the guest gets #GP) with refuse_msr(). `reason`: KVM_MSR_EXIT_REASON_*.
struct MsrRead {
  std::uint32_t index;
  std::uint32_t reason;
};
struct MsrWrite {
  std::uint32_t index;
  std::uint32_t reason;
  std::uint64_t value;
};
// A hypercall that user space asked to see; answered with answer_hypercall().
struct Hypercall {
  std::uint64_t number;
  std::array<std::uint64_t, 6> args;
};
struct DirtyRingFull {};
struct BusLock {};
// The guest stayed without an event window for longer than KVM_CAP_X86_NOTIFY_VMEXIT allows.
struct Notify {
  std::uint32_t flags;
};
struct OtherExit {
  std::uint32_t reason;
};

using Exit = std::variant<PortOut, PortIn, MmioWrite, MmioRead, Halt, Shutdown, SystemEvent, InternalError, FailEntry,
                          Debug, Interrupted, InterruptWindow, IoapicEoi, SetTpr, MsrRead, MsrWrite, Hypercall,
                          DirtyRingFull, BusLock, Notify, OtherExit>;

// `run` is the mapping of a vCPU: port data lies behind the struct.
Exit decode_exit(kvm_run& run);

// The last exit was an MsrRead or MsrWrite.
void answer_msr_read(kvm_run& run, std::uint64_t value);
void accept_msr_write(kvm_run& run);
void refuse_msr(kvm_run& run);
// The last exit was a Hypercall; `result` becomes the guest's RAX.
void answer_hypercall(kvm_run& run, std::uint64_t result);

// For people: `KVM_INTERNAL_ERROR "emulation failure"`.
std::string describe(const Exit& exit);

// The guest code that KVM could not emulate, as hexadecimal bytes; empty when it did not say.
std::string code_bytes(const Exit& exit);

}  // namespace vmwright
