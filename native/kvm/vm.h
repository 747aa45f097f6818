// One virtual machine: one ioctl = one method. Documentation/virt/kvm/api.rst, "VM ioctls".
#pragma once

#include <cstdint>

#include "base/fd.h"
#include "kvm/guest_memory.h"

namespace vmwright {

class Vm {
 public:
  explicit Vm(Fd fd) noexcept : fd_(std::move(fd)) {}

  // Three pages that KVM on Intel needs for real mode; outside of all guest memory, below 4 GiB.
  void set_tss_addr(GuestAddr addr) const;
  // Local APIC, I/O APIC and PIC in the kernel; before the first vCPU.
  void create_irqchip() const;
  // The bytes must live as long as this VM.
  void set_user_memory_region(std::uint32_t slot, const GuestMemory::Region& memory) const;
  Fd create_vcpu(std::uint32_t id) const;

 private:
  Fd fd_;
};

}  // namespace vmwright
