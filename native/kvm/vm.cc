#include "kvm/vm.h"

#include <linux/kvm.h>
#include <sys/ioctl.h>

#include "base/error.h"

namespace vmwright {

void Vm::set_tss_addr(GuestAddr addr) const {
  check(ioctl(fd_.get(), KVM_SET_TSS_ADDR, addr.value), "KVM_SET_TSS_ADDR");
}

void Vm::create_irqchip() const { check(ioctl(fd_.get(), KVM_CREATE_IRQCHIP, 0), "KVM_CREATE_IRQCHIP"); }

void Vm::set_user_memory_region(std::uint32_t slot, const GuestMemory::Region& memory) const {
  const kvm_userspace_memory_region region = {
      .slot = slot,
      .flags = 0,
      .guest_phys_addr = memory.base.value,
      .memory_size = memory.bytes.size(),
      .userspace_addr = reinterpret_cast<std::uintptr_t>(memory.bytes.data()),
  };
  check(ioctl(fd_.get(), KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
}

Fd Vm::create_vcpu(std::uint32_t id) const {
  return Fd(check(ioctl(fd_.get(), KVM_CREATE_VCPU, id), "KVM_CREATE_VCPU"));
}

}  // namespace vmwright
