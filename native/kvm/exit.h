// Why a vCPU came back from KVM_RUN, as a value.
#pragma once

#include <linux/kvm.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <variant>

namespace vmwright {

struct Port {
  std::uint16_t value;
  constexpr bool operator==(const Port&) const = default;
};

// The guest wrote `data` to a port; valid until the next run.
struct PortOut {
  Port port;
  std::span<const std::byte> data;
};
struct PortIn {
  Port port;
};
struct Mmio {
  std::uint64_t address;
  bool write;
};
struct Halt {};
// Triple fault.
struct Shutdown {};
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
struct OtherExit {
  std::uint32_t reason;
};

using Exit = std::variant<PortOut, PortIn, Mmio, Halt, Shutdown, InternalError, FailEntry, OtherExit>;

Exit decode_exit(const kvm_run& run);

// For people: `KVM_INTERNAL_ERROR "emulation failure"`.
std::string describe(const Exit& exit);

// The guest code that KVM could not emulate, as hexadecimal bytes; empty when it did not say.
std::string code_bytes(const Exit& exit);

}  // namespace vmwright
