#include "kvm/vcpu.h"

#include <sys/ioctl.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "kvm/flexible_ioctls.h"

namespace vmwright {

Vcpu::Vcpu(Fd fd, std::size_t mmap_size)
    : fd_(std::move(fd)), mapping_(Mapping::shared(fd_.get(), mmap_size, "mmap of kvm_run")) {}

kvm_regs Vcpu::get_regs() const {
  kvm_regs regs;
  check(ioctl(fd_.get(), KVM_GET_REGS, &regs), "KVM_GET_REGS");
  return regs;
}

void Vcpu::set_regs(const kvm_regs& regs) const { check(ioctl(fd_.get(), KVM_SET_REGS, &regs), "KVM_SET_REGS"); }

kvm_sregs Vcpu::get_sregs() const {
  kvm_sregs sregs;
  check(ioctl(fd_.get(), KVM_GET_SREGS, &sregs), "KVM_GET_SREGS");
  return sregs;
}

void Vcpu::set_sregs(const kvm_sregs& sregs) const {
  check(ioctl(fd_.get(), KVM_SET_SREGS, &sregs), "KVM_SET_SREGS");
}

void Vcpu::set_cpuid(std::span<const kvm_cpuid_entry2> entries) const {
  const auto count = static_cast<std::uint32_t>(entries.size());
  check(vmwright_set_cpuid2(fd_.get(), entries.data(), count), "KVM_SET_CPUID2");
}

void Vcpu::set_signal_mask(const sigset_t& blocked) const {
  std::uint64_t kernel_set;  // the first word of the C library's larger set
  std::memcpy(&kernel_set, &blocked, sizeof kernel_set);
  check(vmwright_set_signal_mask(fd_.get(), kernel_set), "KVM_SET_SIGNAL_MASK");
}

bool Vcpu::run() const {
  const int result = ioctl(fd_.get(), KVM_RUN, 0);
  if (result < 0 && (errno == EINTR || errno == EAGAIN)) return false;
  check(result, "KVM_RUN");
  return true;
}

void Vcpu::complete_io() const {
  state().immediate_exit = 1;
  run();
  state().immediate_exit = 0;
}

}  // namespace vmwright
