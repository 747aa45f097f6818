// All that one user of the hypervisor has open.
#pragma once

#include <optional>
#include <string>

#include "xenctrl/foreign_memory.h"
#include "xenctrl/interface.h"

namespace vmwright::xenctrl {

class Session {
 public:
  explicit Session(const std::string& sysfs = "/sys/hypervisor") : interface_(sysfs) {}

  Interface& interface() noexcept { return interface_; }

  // Bytes from a physical address of the domain on; see ForeignMemory about PV guests.
  std::vector<std::byte> read_memory(abi::Domid domid, std::uint64_t address, std::size_t length);
  // Bytes from an address on that a vCPU uses. Throws Error{XEN_ERROR} with EFAULT where its page tables have nothing.
  std::vector<std::byte> read_virtual(abi::Domid domid, std::uint32_t vcpu, std::uint64_t address, std::size_t length);

 private:
  using FrameOf = unsigned long (*)(Session&, abi::Domid, std::uint32_t vcpu, std::uint64_t address);
  std::vector<std::byte> read(abi::Domid domid, std::uint32_t vcpu, std::uint64_t address, std::size_t length, FrameOf frame_of);
  ForeignMemory& memory();

  Interface interface_;
  std::mutex opening_;  // guards the making of memory_
  std::optional<ForeignMemory> memory_;  // opened when it is first needed
};

}  // namespace vmwright::xenctrl
